import { beforeEach, describe, expect, it } from 'vitest';
import type { QdrantLayout } from '../../src/stores/qdrant-layout.ts';
import type { QdrantServer } from '../fakes/qdrant-server.ts';
import { failureOf, qdrantBench, signal, twoNumbers } from './qdrant-bench.ts';

const layout: QdrantLayout = {
  onDisk: true,
  quantization: { type: 'scalar', alwaysRam: true, rescore: true, oversampling: 2 },
  hnsw: { m: 24, efConstruct: 200, onDisk: true },
  shards: 6,
  replicas: 2,
  writeConsistency: 2,
  payloadIndexes: { year: 'integer', language: 'keyword' },
  tenantField: 'customer',
};

describe('a Qdrant collection with a layout', () => {
  const { events, connected, opened } = qdrantBench();
  let seen = 0;
  const bodies = (server: QdrantServer, method: string) =>
    server.requests
      .slice(seen)
      .filter((request) => request.method === method && request.body !== '' && !request.path.endsWith('/aliases'))
      .map(({ path, body }) => [path, JSON.parse(body)]);
  const openAgain = async (server: QdrantServer, changed: QdrantLayout) => {
    seen = server.requests.length;
    await connected(server.url, { layout: changed }).open(twoNumbers, signal);
  };

  beforeEach(() => {
    seen = 0;
  });

  it('is made as the layout says, its fields indexed before the first point', async () => {
    const { server } = await opened({}, { layout });

    expect(bodies(server, 'PUT')).toEqual([
      [
        '/collections/wiki~1',
        {
          vectors: { size: 2, distance: 'Cosine', on_disk: true },
          shard_number: 6,
          replication_factor: 2,
          write_consistency_factor: 2,
          on_disk_payload: true,
          hnsw_config: { m: 24, ef_construct: 200, on_disk: true },
          quantization_config: { scalar: { type: 'int8', always_ram: true } },
          metadata: {},
        },
      ],
      ['/collections/wiki/index', { field_name: 'year', field_schema: 'integer' }],
      ['/collections/wiki/index', { field_name: 'language', field_schema: 'keyword' }],
      ['/collections/wiki/index', { field_name: 'customer', field_schema: { type: 'keyword', is_tenant: true } }],
    ]);
    expect(bodies(server, 'PATCH')).toEqual([]);
  });

  it('is made as the server likes it where the layout says nothing', async () => {
    const { server } = await opened();

    expect(bodies(server, 'PUT')).toEqual([
      ['/collections/wiki~1', { vectors: { size: 2, distance: 'Cosine' }, metadata: {} }],
    ]);
  });

  it('keeps words on the disk with the rest', async () => {
    const { server } = await opened({}, { words: true, layout: { onDisk: true } });

    expect(server.data.collections.get('wiki~1')?.sparseVectors).toEqual({
      bm25: { modifier: 'idf', index: { on_disk: true } },
    });
  });

  it('is left alone when it is as the layout says', async () => {
    const { server } = await opened({}, { layout });

    await openAgain(server, layout);

    expect(server.requests.slice(seen).filter(({ method }) => method !== 'GET')).toEqual([]);
    expect(events).toEqual([]);
  });

  it('is changed in place where the layout has changed, and only there', async () => {
    const { server } = await opened({}, { layout });

    await openAgain(server, {
      ...layout,
      onDisk: false,
      quantization: { type: 'binary', alwaysRam: true, rescore: true, oversampling: 3 },
      hnsw: { m: 32 },
      replicas: 3,
      payloadIndexes: { year: 'float', language: 'keyword' },
    });

    expect(bodies(server, 'PATCH')).toEqual([
      [
        '/collections/wiki',
        {
          vectors: { '': { on_disk: false } },
          params: { replication_factor: 3, on_disk_payload: false },
          hnsw_config: { m: 32 },
          quantization_config: { binary: { always_ram: true } },
        },
      ],
    ]);
    expect(bodies(server, 'PUT')).toEqual([['/collections/wiki/index', { field_name: 'year', field_schema: 'float' }]]);
    expect(events).toEqual([
      {
        type: 'notice',
        level: 'info',
        code: 'STORE_CHANGED',
        message:
          'collection "wiki" was kept otherwise; changed as configured: params.replication_factor, params.on_disk_payload, hnsw_config.m, quantization_config.binary, vectors.on_disk; what is stored already gets its further replicas by the means of the cluster, or by rag index --recreate',
      },
    ]);
  });

  it('is refused with another number of shards, which a server cannot change', async () => {
    const { server } = await opened({}, { layout });

    const error = await failureOf(connected(server.url, { layout: { shards: 12 } }).open(twoNumbers, signal));

    expect({ code: error.code, message: error.message, hint: error.hint }).toEqual({
      code: 'INDEX_MISMATCH',
      message: `collection "wiki" in ${server.url} has 6 shards, 12 are configured, and a server cannot change that`,
      hint: 'build it anew, with the same configuration:  rag index --recreate\nor leave it as it is:  rag index --set store.shards=6',
    });
  });

  it('is searched as the layout says, and only for the tenant', async () => {
    const { server, store } = await opened({}, { layout: { ...layout, searchEf: 256, tenant: 'acme' } });
    const point = (number: number, customer: string) => ({
      id: `00000000-0000-4000-8000-00000000000${number}`,
      vector: Float32Array.of(1, 0),
      payload: { text: `text ${number}`, customer },
    });
    await store.upsert([point(1, 'acme'), point(2, 'other')], signal);

    const found = await store.search(Float32Array.of(1, 0), { k: 5 }, signal);

    expect(found.map(({ payload }) => payload.text)).toEqual(['text 1']);
    expect(JSON.parse(server.requests.at(-1)?.body ?? '')).toMatchObject({
      params: { hnsw_ef: 256, quantization: { rescore: true, oversampling: 2 } },
      filter: { must: [{ should: [{ key: 'customer', match: { any: ['acme'] } }] }] },
    });
  });

  it('is searched for the words of the tenant only, in a field of a record too', async () => {
    const { store } = await opened({}, { words: true, layout: { tenantField: 'who.name', tenant: 'acme' } });
    const point = (number: number, name: string) => ({
      id: `00000000-0000-4000-8000-00000000000${number}`,
      vector: Float32Array.of(1, 0),
      payload: { text: 'a trimaran', who: { name } },
    });
    await store.upsert([point(1, 'acme'), point(2, 'other')], signal);

    const found = await store.text?.search('trimaran', { k: 5 }, signal);

    expect(found?.map(({ payload }) => payload.who)).toEqual([{ name: 'acme' }]);
  });
});
