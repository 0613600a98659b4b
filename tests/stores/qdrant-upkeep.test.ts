import { describe, expect, it } from 'vitest';
import { type QdrantServer, qdrantServer } from '../fakes/qdrant-server.ts';
import { plainCollection, point, qdrantBench, signal, twoNumbers } from './qdrant-bench.ts';

describe('qdrantUpkeep', () => {
  const { waits, events, started, connected, opened } = qdrantBench();

  const changes = (server: QdrantServer) =>
    server.requests
      .filter(
        ({ method, path }) => path === '/collections/aliases' || (method === 'DELETE' && !path.endsWith('/points')),
      )
      .map(({ method, path, body }) => `${method} ${path} ${body}`.trim());
  const create = (name: string) => `{"create_alias":{"collection_name":"${name}","alias_name":"wiki"}}`;
  const leave = '{"delete_alias":{"alias_name":"wiki"}}';
  const inState = (server: QdrantServer, times: number, status: string, more: object = {}) => {
    const config = { params: { vectors: { size: 2, distance: 'Cosine' } } };
    const result = { status, optimizer_status: 'ok', config, ...more };
    server.addFault({
      matches: ({ method, path }) => method === 'GET' && path === '/collections/wiki',
      times,
      reply: { body: { result, status: 'ok', time: 0 } },
    });
  };

  describe('succeed', () => {
    it('switches an alias in one request, and removes the old collection after it', async () => {
      const { server, store } = await opened();
      for (let build = 0; build < 2; build += 1) {
        await (await store.successor(signal)).open(twoNumbers, signal);
        await store.succeed(signal);
      }

      expect(changes(server)).toEqual([
        `POST /collections/aliases {"actions":[${create('wiki~1')}]}`,
        `POST /collections/aliases {"actions":[${leave},${create('wiki~2')}]}`,
        'DELETE /collections/wiki~1',
        `POST /collections/aliases {"actions":[${leave},${create('wiki~1')}]}`,
        'DELETE /collections/wiki~2',
      ]);
      expect([...server.data.collections.keys()]).toEqual(['wiki~1']);
    });

    it('takes the place of a collection that has no alias, which has to go before', async () => {
      const server = await started(qdrantServer());
      await plainCollection(server);
      const store = connected(server.url);

      await (await store.successor(signal)).open(twoNumbers, signal);
      await store.succeed(signal);

      expect(changes(server)).toEqual([
        'DELETE /collections/wiki',
        `POST /collections/aliases {"actions":[${create('wiki~1')}]}`,
      ]);
    });
  });

  describe('drop', () => {
    it('removes an alias with the collection behind it', async () => {
      const { server, store } = await opened();
      await (await store.successor(signal)).open(twoNumbers, signal);
      await store.succeed(signal);

      await connected(server.url).drop(signal);

      expect([server.data.collections.size, server.data.aliases.size]).toEqual([0, 0]);
    });
  });

  describe('remove', () => {
    it('waits until the points are gone', async () => {
      const { server, store } = await opened();

      await store.remove([point(1).id], signal);

      expect(server.requests.at(-1)?.query.get('wait')).toBe('true');
    });

    it('knows points that somebody else numbered', async () => {
      const { server, store } = await opened();
      const points = [{ id: 7, vector: [1, 0], payload: { text: 'seven' } }];
      await fetch(`${server.url}/collections/wiki/points`, { method: 'PUT', body: JSON.stringify({ points }) });

      expect(await store.read(['7'], signal)).toEqual([
        { id: '7', vector: Float32Array.of(1, 0), payload: { text: 'seven' } },
      ]);
      await store.remove(['7'], signal);
      expect(await store.count(signal)).toBe(0);
    });
  });

  describe('settle', () => {
    it('F-54: refuses a collection that the server has given up on', async () => {
      const { server, store } = await opened();
      inState(server, 1, 'red', { optimizer_status: { error: 'Failed to optimize: No such file' } });

      await expect(store.settle(signal)).rejects.toMatchObject({
        code: 'STORE_INVALID',
        message: `the Qdrant server ${server.url} cannot keep collection "wiki": Failed to optimize: No such file`,
        hint: 'look at the log of the server, then build the collection anew:  rag index --recreate',
      });
    });

    it('waits for a collection that is being arranged', async () => {
      const { server, store } = await opened();
      inState(server, 3, 'yellow');

      await store.settle(signal);

      expect(waits).toEqual([500, 500, 500]);
      expect(events).toEqual([]);
    });

    it('waits for writes that the server has only queued', async () => {
      const { server, store } = await opened();
      inState(server, 2, 'green', { update_queue: { length: 7 } });

      await store.settle(signal);

      expect(waits).toEqual([500, 500]);
      expect(events).toEqual([]);
    });

    it('F-54: does not wait for ever', async () => {
      const { server, store } = await opened();
      inState(server, 100, 'yellow');

      await store.settle(signal);

      expect(waits.length).toBe(10);
      expect(events).toEqual([
        {
          type: 'notice',
          code: 'STORE_BUSY',
          message: `the Qdrant server ${server.url} is still arranging collection "wiki" (yellow): all is found, only slower`,
        },
      ]);
    });

    it('wakes a server that has stopped arranging since its start', async () => {
      const { server, store } = await opened();
      inState(server, 1, 'grey');

      await store.settle(signal);

      expect(server.requests.filter(({ method }) => method === 'PATCH').map(({ body }) => body)).toEqual([
        '{"optimizers_config":{}}',
      ]);
    });
  });
});
