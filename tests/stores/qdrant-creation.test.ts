import { describe, expect, it } from 'vitest';
import { type QdrantServer, qdrantServer } from '../fakes/qdrant-server.ts';
import { plainCollection, point, qdrantBench, signal, twoNumbers } from './qdrant-bench.ts';

describe('createCollection', () => {
  const { started, connected, opened } = qdrantBench();
  const names = ({ data }: QdrantServer) => ({
    collections: [...data.collections.keys()],
    aliases: [...data.aliases.entries()],
  });
  const notThere = (server: QdrantServer, end: string, times: number, result: unknown) =>
    server.addFault({
      matches: ({ path }) => path.endsWith(end),
      times,
      reply: { body: { result, status: 'ok', time: 0 } },
    });

  it('gives the name as an alias, so that another collection can take its place at once', async () => {
    const { server } = await opened();

    expect(names(server)).toEqual({ collections: ['wiki~1'], aliases: [['wiki', 'wiki~1']] });
  });

  it('leaves a collection alone that has no alias', async () => {
    const server = await started(qdrantServer());
    await plainCollection(server);

    const store = connected(server.url);
    await store.open(twoNumbers, signal);
    await store.upsert([point(1)], signal);

    expect(names(server)).toEqual({ collections: ['wiki'], aliases: [] });
    expect(await store.count(signal)).toBe(1);
  });

  it('makes a collection again that a killed process has left without its alias', async () => {
    const { server } = await opened();
    server.data.aliases.clear();
    const wanted = { dimensions: 3, distance: 'cosine', metadata: { by: 'us' } } as const;

    const store = connected(server.url);
    await store.open(wanted, signal);

    expect(names(server)).toEqual({ collections: ['wiki~1'], aliases: [['wiki', 'wiki~1']] });
    expect(await store.describe(signal)).toEqual({ ...wanted, count: 0 });
  });

  it('takes what another process made in the meantime', async () => {
    const { server } = await opened();
    notThere(server, '/exists', 1, { exists: false });

    const store = connected(server.url);
    await store.open({ ...twoNumbers, metadata: { by: 'us' } }, signal);

    expect(await store.describe(signal)).toEqual({ ...twoNumbers, count: 0 });
  });

  it('keeps what another process, a moment ahead, has begun to fill', async () => {
    const { server } = await opened();
    const made = server.data.collections.get('wiki~1');
    server.data.aliases.clear();
    notThere(server, '/exists', 1, { exists: false });
    server.addFault({
      matches: ({ method, path }) => method === 'GET' && path === '/aliases',
      times: 1,
      reply: () => {
        // The other one goes on while this answer is under way.
        server.data.aliases.set('wiki', 'wiki~1');
        if (made !== undefined) made.metadata = { shard_1_of_2: { run: 'a' } };
        return { body: { result: { aliases: [] }, status: 'ok', time: 0 } };
      },
    });

    await connected(server.url).open(twoNumbers, signal);

    expect(server.data.collections.get('wiki~1')).toBe(made);
    expect(made?.metadata).toEqual({ shard_1_of_2: { run: 'a' } });
  });

  it('keeps what another process begins to fill before it has looked at what it made', async () => {
    const server = await started(qdrantServer());
    const metadata = { model: 'a' };
    const joined = { ...metadata, shard_1_of_2: { run: 'a' } };
    const result = { config: { params: { vectors: { size: 2, distance: 'Cosine' } }, metadata: joined } };
    server.addFault({
      matches: ({ method, path }) => method === 'GET' && path === '/collections/wiki~1',
      times: 1,
      reply: { body: { result, status: 'ok', time: 0 } },
    });

    await connected(server.url).open({ ...twoNumbers, metadata }, signal);

    expect(names(server)).toEqual({ collections: ['wiki~1'], aliases: [['wiki', 'wiki~1']] });
  });

  it('F-55: takes a collection of this very name that another tool made in the meantime', async () => {
    const server = await started(qdrantServer());
    await plainCollection(server);
    notThere(server, '/exists', 1, { exists: false });

    const store = connected(server.url);
    await store.open({ ...twoNumbers, metadata: { by: 'us' } }, signal);

    expect(names(server)).toEqual({ collections: ['wiki'], aliases: [] });
    expect(await store.describe(signal)).toEqual({ ...twoNumbers, count: 0 });
  });
});
