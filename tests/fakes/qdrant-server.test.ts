import { QdrantClient } from '@qdrant/js-client-rest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type QdrantServer, qdrantServer } from './qdrant-server.ts';

describe('qdrantServer', () => {
  let server: QdrantServer;
  let client: QdrantClient;
  beforeEach(async () => {
    server = await qdrantServer();
    client = new QdrantClient({ host: '127.0.0.1', port: server.port, https: false, checkCompatibility: false });
    await client.createCollection('wiki', { vectors: { size: 2, distance: 'Cosine' } });
  });
  afterEach(() => server.close());

  it('keeps points as Qdrant does, for the client of Qdrant', async () => {
    const uuid = '0F0E0D0C-0000-4000-8000-000000000001';
    const points = [
      { id: uuid, vector: [3, 4], payload: { text: 'b', title: 'B' } },
      { id: 7, vector: [0, 0] },
    ];

    expect(await client.upsert('wiki', { points })).toEqual({ operation_id: 1, status: 'completed' });
    expect(await client.scroll('wiki', { limit: 1 })).toEqual({
      points: [{ id: 7, payload: {} }],
      next_page_offset: uuid.toLowerCase(),
    });
    expect(await client.retrieve('wiki', { ids: [uuid, 9], with_payload: ['title'], with_vector: true })).toEqual([
      { id: uuid.toLowerCase(), payload: { title: 'B' }, vector: [expect.closeTo(0.6, 6), expect.closeTo(0.8, 6)] },
    ]);
    expect(await client.query('wiki', { query: [0, 1], limit: 1 })).toEqual({
      points: [{ id: uuid.toLowerCase(), version: 0, score: expect.closeTo(0.8, 6) }],
    });

    await client.delete('wiki', { points: [7] });

    expect(await client.count('wiki')).toEqual({ count: 1 });
  });

  it('merges metadata, and forgets a key set to null', async () => {
    await client.updateCollection('wiki', { metadata: { model: 'm', rows: 3 } });
    await client.updateCollection('wiki', { metadata: { rows: null, chunk: 1024 } });

    expect((await client.getCollection('wiki')).config.metadata).toEqual({ model: 'm', chunk: 1024 });
  });

  it('changes how a collection is kept, and is busy with it for a while', async () => {
    await client.updateCollection('wiki', {
      hnsw_config: { m: 0 },
      vectors: { '': { on_disk: true } },
      quantization_config: { scalar: { type: 'int8' } },
      params: { replication_factor: 2 },
    });
    const statuses = async () => (await client.getCollection('wiki')).status;

    expect([await statuses(), await statuses(), await statuses()]).toEqual(['yellow', 'yellow', 'green']);
    expect((await client.getCollection('wiki')).config).toMatchObject({
      params: { vectors: { size: 2, distance: 'Cosine', on_disk: true }, shard_number: 1, replication_factor: 2 },
      hnsw_config: { m: 0, ef_construct: 100 },
      quantization_config: { scalar: { type: 'int8' } },
    });
  });

  it('indexes fields and makes snapshots, which outlive their collection', async () => {
    await client.createPayloadIndex('wiki', { field_name: 'year', field_schema: 'integer' });
    await client.createPayloadIndex('wiki', { field_name: 'who', field_schema: { type: 'keyword', is_tenant: true } });
    const made = await client.createSnapshot('wiki');

    expect((await client.getCollection('wiki')).payload_schema).toEqual({
      year: { data_type: 'integer', points: 0 },
      who: { data_type: 'keyword', params: { type: 'keyword', is_tenant: true }, points: 0 },
    });
    await client.deleteCollection('wiki');
    expect(server.data.snapshots).toEqual([{ collection: 'wiki', name: made?.name }]);
  });

  it('reads through aliases, which change all at once', async () => {
    await client.createCollection('wiki-2', { vectors: { size: 2, distance: 'Cosine' } });
    await client.upsert('wiki-2', { points: [{ id: 1, vector: [1, 0] }] });
    const point = (collection_name: string) => ({ create_alias: { alias_name: 'current', collection_name } });
    await client.updateCollectionAliases({ actions: [point('wiki')] });

    await client.updateCollectionAliases({ actions: [{ delete_alias: { alias_name: 'current' } }, point('wiki-2')] });

    expect(await client.getAliases()).toEqual({ aliases: [{ alias_name: 'current', collection_name: 'wiki-2' }] });
    expect(await client.count('current')).toEqual({ count: 1 });

    const half = { actions: [{ delete_alias: { alias_name: 'current' } }, point('absent')] };
    await expect(client.updateCollectionAliases(half)).rejects.toMatchObject({ status: 404 });
    expect(await client.count('current')).toEqual({ count: 1 });
  });

  it.each<[string, string, unknown, number, string]>([
    ['PUT', '/collections/wiki', { vectors: {} }, 409, 'Wrong input: Collection `wiki` already exists!'],
    ['GET', '/collections/absent', null, 404, "Not found: Collection `absent` doesn't exist!"],
    ['GET', '/collections/wiki/points/3', null, 404, 'Not found: No point with id 3 found'],
    [
      'PUT',
      '/collections/wiki/points',
      { points: [{ id: 1, vector: [1] }] },
      400,
      'Wrong input: Vector dimension error: expected dim: 2, got 1',
    ],
    [
      'PUT',
      '/collections/wiki/points',
      { points: [{ id: 'abc', vector: [1, 0] }] },
      400,
      'Format error in JSON body: value abc is not a valid point ID, valid values are either an unsigned integer or a UUID',
    ],
    [
      'POST',
      '/collections/wiki/points/query',
      { query: [1, 0], limit: 0 },
      422,
      'Validation error in JSON body: [internal.limit: value 0 invalid, must be 1 or larger]',
    ],
  ])('answers %s %s with the error of the real server', async (method, path, body, status, error) => {
    const response = await fetch(server.url + path, { method, body: body === null ? null : JSON.stringify(body) });

    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ status: { error }, time: expect.any(Number) });
  });

  it('lets nobody in without the key, except to see whether it is well', async () => {
    const guarded = await qdrantServer({ apiKey: 'SECRET' });
    const ask = async (path: string, headers: Record<string, string> = {}) => {
      const response = await fetch(guarded.url + path, { headers });
      return [response.status, await response.text()];
    };

    expect(await ask('/healthz')).toEqual([200, 'healthz check passed']);
    expect(await ask('/readyz')).toEqual([200, 'all shards are ready']);
    expect(await ask('/collections')).toEqual([401, 'Must provide an API key or an Authorization bearer token']);
    expect(await ask('/collections', { 'api-key': 'wrong' })).toEqual([401, 'Invalid API key or JWT']);
    expect((await ask('/collections', { 'api-key': 'SECRET' }))[0]).toBe(200);
    expect((await ask('/collections', { authorization: 'Bearer SECRET' }))[0]).toBe(200);
    await guarded.close();
  });
});
