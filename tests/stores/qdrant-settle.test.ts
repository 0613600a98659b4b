import { describe, expect, it } from 'vitest';
import { qdrantServer } from '../fakes/qdrant-server.ts';
import { point, qdrantBench, signal, twoNumbers } from './qdrant-bench.ts';

const bulk = { layout: { bulk: true, hnsw: { m: 24 } } };

describe('settle after a bulk load', () => {
  const { waits, events, connected, opened } = qdrantBench();

  it('has the graph built that was put off, and waits for it', async () => {
    const { server, store } = await opened({ indexingThresholdKb: 0 }, bulk);
    await store.upsert(
      Array.from({ length: 9 }, (_, index) => point(index)),
      signal,
    );
    const collection = server.data.collections.get('wiki~1');
    expect(collection).toMatchObject({ hnsw: { m: 0 }, metadata: { bulk_load: { m: 24 } } });

    await store.settle(signal);

    expect(collection).toMatchObject({ hnsw: { m: 24 }, metadata: {} });
    expect(collection?.metadata).toEqual({});
    expect(waits).toEqual([500, 500, 500]);
    expect(events).toEqual([
      { type: 'stage-start', stage: 'arrange', total: 9 },
      { type: 'stage-advance', stage: 'arrange', by: 3 },
      { type: 'stage-advance', stage: 'arrange', by: 1 },
      { type: 'stage-advance', stage: 'arrange', by: 5 },
      { type: 'stage-end', stage: 'arrange' },
    ]);
  });

  it('does so also when another run, without the option, ends the load', async () => {
    const { server } = await opened({}, bulk);

    const other = connected(server.url);
    await other.open(twoNumbers, signal);
    await other.relabel({ by: 'other' }, signal);
    expect(server.data.collections.get('wiki~1')?.hnsw.m).toBe(0);
    await other.settle(signal);

    expect(server.data.collections.get('wiki~1')).toMatchObject({ hnsw: { m: 24 }, metadata: { by: 'other' } });
  });

  it('gives the graph the usual size when none is configured', async () => {
    const { server, store } = await opened({}, { layout: { bulk: true } });

    await store.settle(signal);

    expect(server.data.collections.get('wiki~1')?.hnsw.m).toBe(16);
  });

  it('shows nobody what it keeps for itself', async () => {
    const { store } = await opened({}, bulk);

    expect((await store.describe(signal))?.metadata).toEqual({});
  });

  it('stops waiting when the time is over', async () => {
    const { server, store } = await opened({}, { ...bulk, patienceMs: 1000 });
    const result = { status: 'yellow', config: { params: { vectors: { size: 2, distance: 'Cosine' } } } };
    await store.settle(signal);
    events.length = 0;
    server.addFault({
      matches: ({ method, path }) => method === 'GET' && path === '/collections/wiki',
      times: 100,
      reply: { body: { result, status: 'ok', time: 0 } },
    });
    waits.length = 0;

    await store.settle(signal);

    expect(waits).toEqual([500, 500]);
    expect(events).toEqual([
      {
        type: 'notice',
        code: 'STORE_BUSY',
        message: `the Qdrant server ${server.url} is still arranging collection "wiki" (yellow): all is found, only slower`,
      },
    ]);
  });
});

describe('succeed', () => {
  const { events, started, connected, opened } = qdrantBench();

  it('keeps what it replaces as a snapshot, where that is wanted', async () => {
    const { server, store } = await opened({}, { keepsSnapshot: true });
    await (await store.successor(signal)).open(twoNumbers, signal);

    await store.succeed(signal);

    expect(server.data.snapshots).toEqual([{ collection: 'wiki~1', name: 'wiki~1-1.snapshot' }]);
    expect([...server.data.collections.keys()]).toEqual(['wiki~2']);
    expect(events).toEqual([
      {
        type: 'notice',
        level: 'info',
        code: 'SNAPSHOT_MADE',
        message: `the Qdrant server ${server.url} keeps what was in collection "wiki~1" as the snapshot wiki~1-1.snapshot`,
      },
    ]);
  });

  it('makes no snapshot where it replaces nothing', async () => {
    const server = await started(qdrantServer());
    const store = connected(server.url, { keepsSnapshot: true });
    await (await store.successor(signal)).open(twoNumbers, signal);

    await store.succeed(signal);

    expect(server.data.snapshots).toEqual([]);
    expect([...server.data.aliases.entries()]).toEqual([['wiki', 'wiki~1']]);
  });
});
