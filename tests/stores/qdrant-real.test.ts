import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { cosine } from '../../src/core/cosine.ts';
import type { ProgressEvent } from '../../src/core/events.ts';
import type { VectorStore } from '../../src/core/vector-store.ts';
import { pythonRandom } from '../../src/python/random.ts';
import type { QdrantLayout } from '../../src/stores/qdrant-layout.ts';
import { type QdrantStoreOptions, qdrantStore } from '../../src/stores/qdrant-store.ts';
import { point, signal, twoNumbers } from './qdrant-bench.ts';

const { QDRANT_URL: url = '', QDRANT_API_KEY: apiKey = null } = process.env;

interface Info {
  readonly status: string;
  readonly indexed_vectors_count: number;
  readonly config: { readonly hnsw_config: { readonly m: number }; readonly metadata?: unknown };
  readonly payload_schema: unknown;
}

interface Found {
  readonly points: readonly { readonly score: number }[];
}

/** What the fake server only repeats, asked of a real one. */
describe.skipIf(url === '')('a real Qdrant server', () => {
  const events: ProgressEvent[] = [];
  const stores: VectorStore[] = [];
  afterEach(async () => {
    events.length = 0;
    for (const store of stores) await store.drop(signal);
    for (const store of stores.splice(0)) await store.close();
  });
  const connected = (collection: string, options: Partial<QdrantStoreOptions> = {}) => {
    const store = qdrantStore({ url, apiKey, collection, report: (event) => events.push(event), ...options });
    stores.push(store);
    return store;
  };
  const ask = async <Result>(method: string, path: string, body?: unknown): Promise<Result> => {
    const headers = { 'content-type': 'application/json', ...(apiKey === null ? {} : { 'api-key': apiKey }) };
    const response = await fetch(url + path, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const { result }: { result: Result } = JSON.parse(await response.text());
    return result;
  };
  const info = (collection: string) => ask<Info>('GET', `/collections/${collection}`);
  const newName = () => `real-${randomUUID()}`;

  const layout: QdrantLayout = {
    onDisk: true,
    quantization: { type: 'scalar', alwaysRam: true, rescore: true, oversampling: 2 },
    hnsw: { m: 24, efConstruct: 200, onDisk: true },
    searchEf: 64,
    shards: 2,
    replicas: 1,
    writeConsistency: 1,
    payloadIndexes: { year: 'integer', language: 'keyword' },
    tenantField: 'customer',
  };

  it('keeps a collection as the layout says, and finds nothing to change the second time', async () => {
    const name = newName();
    await connected(name, { layout, words: true }).open(twoNumbers, signal);

    await connected(name, { layout, words: true }).open(twoNumbers, signal);

    expect(events).toEqual([]);
    const { config } = await info(name);
    expect(config).toMatchObject({
      params: {
        vectors: { size: 2, distance: 'Cosine', on_disk: true },
        sparse_vectors: { bm25: { index: { on_disk: true }, modifier: 'idf' } },
        shard_number: 2,
        replication_factor: 1,
        write_consistency_factor: 1,
        on_disk_payload: true,
      },
      hnsw_config: { m: 24, ef_construct: 200, on_disk: true },
      quantization_config: { scalar: { type: 'int8', always_ram: true } },
    });
    // The server takes note at once, and works on the index afterwards.
    await expect
      .poll(async () => (await info(name)).payload_schema)
      .toMatchObject({
        year: { data_type: 'integer' },
        language: { data_type: 'keyword' },
        customer: { data_type: 'keyword', params: { type: 'keyword', is_tenant: true } },
      });
  });

  it('changes in place what can be changed', async () => {
    const name = newName();
    await connected(name, { layout }).open(twoNumbers, signal);
    const changed: QdrantLayout = {
      onDisk: false,
      quantization: { type: 'binary', alwaysRam: false, rescore: true, oversampling: 3 },
      hnsw: { m: 32 },
      replicas: 2,
      payloadIndexes: { year: 'float' },
    };
    await connected(name, { layout: changed }).open(twoNumbers, signal);
    expect(events.length).toBe(1);

    await connected(name, { layout: changed }).open(twoNumbers, signal);

    expect(events.length).toBe(1);
    const { config } = await info(name);
    expect(config).toMatchObject({
      params: { vectors: { on_disk: false }, shard_number: 2, replication_factor: 2, on_disk_payload: false },
      hnsw_config: { m: 32, ef_construct: 200, on_disk: true },
      quantization_config: { binary: { always_ram: false } },
    });
    await expect.poll(async () => (await info(name)).payload_schema).toMatchObject({ year: { data_type: 'float' } });
    await expect(connected(name, { layout: { shards: 3 } }).open(twoNumbers, signal)).rejects.toMatchObject({
      code: 'INDEX_MISMATCH',
    });
  });

  it('builds the graph of a bulk load in the end', async () => {
    const name = newName();
    const store = connected(name, { layout: { bulk: true, hnsw: { m: 8, efConstruct: 16 } } });
    await store.open({ ...twoNumbers, dimensions: 64 }, signal);
    // From 100 KB on a segment gets a graph; by itself the server waits for 10 MB.
    await ask('PATCH', `/collections/${name}`, { optimizers_config: { indexing_threshold: 100 } });
    const numbers = (index: number) => Array.from({ length: 64 }, (_, at) => Math.sin(index * 64 + at));
    const points = Array.from({ length: 3000 }, (_, index) => point(index, numbers(index)));
    await store.upsert(points, signal);
    expect((await info(name)).config).toMatchObject({ hnsw_config: { m: 0 }, metadata: { bulk_load: { m: 8 } } });

    await store.settle(signal);

    const { status, config, indexed_vectors_count: indexed } = await info(name);
    expect({ status, m: config.hnsw_config.m, metadata: config.metadata ?? {} }).toEqual({
      status: 'green',
      m: 8,
      metadata: {},
    });
    expect(indexed).toBeGreaterThan(2000);
    expect(events.at(0)).toEqual({ type: 'stage-start', stage: 'arrange', total: 3000 });
    expect(events.at(-1)).toEqual({ type: 'stage-end', stage: 'arrange' });
    const [best] = await store.search(Float32Array.from(numbers(7)), { k: 1 }, signal);
    expect(best?.id).toBe(point(7).id);
  });

  it.each(['scalar', 'binary'] as const)('searches small copies (%s) and scores again by the vectors', async (type) => {
    const name = newName();
    const quantization = { type, alwaysRam: true, rescore: true, oversampling: 4 };
    const store = connected(name, { layout: { quantization, hnsw: { m: 8, efConstruct: 32 } } });
    await store.open({ ...twoNumbers, dimensions: 64 }, signal);
    // There are copies from the threshold on only (in KB), and none in a part of the collection that stays below it.
    await ask('PATCH', `/collections/${name}`, {
      optimizers_config: { indexing_threshold: 10, default_segment_number: 1 },
    });
    const { random } = pythonRandom(0);
    const numbers = () => Array.from({ length: 64 }, () => random() - 0.5);
    const query = numbers();
    const near = [0.1, 0.2, 0.3, 0.4, 0.5].map((share) => query.map((number) => number + share * (random() - 0.5)));
    const far = Array.from({ length: 995 }, numbers);
    const points = [...near, ...far].map((vector, index) => point(index, vector));
    await store.upsert(points, signal);
    await expect.poll(async () => (await info(name)).indexed_vectors_count, { timeout: 15_000 }).toBe(1000);

    const found = await store.search(Float32Array.from(query), { k: 5 }, signal);

    const expected = near.map((vector) => cosine(Float32Array.from(query), Float32Array.from(vector)).toFixed(5));
    expect(found.map(({ id, score }) => [id, score.toFixed(5)])).toEqual(
      expected.map((score, index) => [point(index).id, score]),
    );
    const copies = { query, limit: 5, params: { quantization: { rescore: false } } };
    const { points: rough } = await ask<Found>('POST', `/collections/${name}/points/query`, copies);
    expect(rough.map(({ score }) => score.toFixed(5))).not.toEqual(expected);
  });

  it('finds the points of a tenant only', async () => {
    const store = connected(newName(), { words: true, layout: { tenantField: 'who.name', tenant: 'acme' } });
    await store.open(twoNumbers, signal);
    const of = (number: number, name: string) => ({
      ...point(number, [1, 0]),
      payload: { text: 'a trimaran', who: { name } },
    });
    await store.upsert([of(1, 'acme'), of(2, 'other')], signal);

    expect((await store.search(Float32Array.of(1, 0), { k: 5 }, signal)).map(({ id }) => id)).toEqual([point(1).id]);
    expect((await store.text?.search('trimaran', { k: 5 }, signal))?.map(({ id }) => id)).toEqual([point(1).id]);
  });

  it('keeps what is replaced as a snapshot', async () => {
    const name = newName();
    const store = connected(name, { keepsSnapshot: true });
    await store.open(twoNumbers, signal);
    await store.upsert([point(1)], signal);
    await (await store.successor(signal)).open(twoNumbers, signal);

    await store.succeed(signal);

    expect(await store.count(signal)).toBe(0);
    expect(events).toEqual([
      {
        type: 'notice',
        level: 'info',
        code: 'SNAPSHOT_MADE',
        message: expect.stringContaining(`"${name}~1" as the snapshot ${name}~1-`),
      },
    ]);
  });
});
