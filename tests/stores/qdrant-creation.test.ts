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
