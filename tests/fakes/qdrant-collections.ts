import type { Reply } from './local-server.ts';
import { type Context, failed, isRecord, succeeded } from './qdrant-context.ts';
import type { QdrantData, StoredCollection } from './qdrant-data.ts';

export function createCollection({ data, options, params: [name = ''], body }: Context): Reply {
  if (name.length > 255 || [...name].some((character) => '<>:"/\\|?*\u0000\u001f'.includes(character))) {
    return failed(422, 'Validation error in path parameters: [name: collection name is invalid]');
  }
  if (data.collections.has(name)) return failed(409, `Wrong input: Collection \`${name}\` already exists!`);
  if (data.aliases.has(name)) return failed(400, 'Wrong input: Alias with the same name already exists');
  const { vectors, sparse_vectors: sparse, metadata } = body;
  const { size, distance } = isRecord(vectors) ? vectors : {};
  if (typeof size === 'number' && (size < 1 || size > 65_536)) {
    return failed(422, `Validation error in JSON body: [vectors.size: value ${size} invalid, must be from 1 to 65536]`);
  }
  data.collections.set(name, {
    size: typeof size === 'number' ? size : 0,
    distance: typeof distance === 'string' ? distance : '',
    vectors,
    params: {
      shard_number: body.shard_number ?? 1,
      replication_factor: body.replication_factor ?? 1,
      write_consistency_factor: body.write_consistency_factor ?? 1,
      on_disk_payload: body.on_disk_payload ?? true,
    },
    hnsw: { ...USUAL_HNSW, ...(isRecord(body.hnsw_config) ? body.hnsw_config : {}) },
    quantization: body.quantization_config ?? null,
    payloadIndexes: new Map(),
    busyReplies: 0,
    sparseVectors: isRecord(sparse) ? Object.fromEntries(Object.entries(sparse).filter(isNamedRecord)) : {},
    metadata: isRecord(metadata) && options.keepsMetadata !== false ? { ...metadata } : {},
    operations: 0,
    points: new Map(),
  });
  return succeeded(true);
}

const USUAL_HNSW = { m: 16, ef_construct: 100, full_scan_threshold: 10_000, max_indexing_threads: 0, on_disk: false };

function isNamedRecord(entry: [string, unknown]): entry is [string, Record<string, unknown>] {
  return isRecord(entry[1]);
}

export function updateCollection(collection: StoredCollection, { body, options }: Context): Reply {
  if (isRecord(body.metadata) && options.keepsMetadata !== false) {
    const merged = Object.entries({ ...collection.metadata, ...body.metadata });
    collection.metadata = Object.fromEntries(merged.filter(([, value]) => value !== null));
  }
  const { vectors, params, hnsw_config: hnsw, quantization_config: quantization } = body;
  if (isRecord(vectors)) {
    const { '': unnamed, ...named } = vectors;
    const [unknown] = Object.keys(named);
    if (unknown !== undefined) return failed(400, `Wrong input: Not existing vector name error: ${unknown}`);
    collection.vectors = {
      ...(isRecord(collection.vectors) ? collection.vectors : {}),
      ...(isRecord(unnamed) ? unnamed : {}),
    };
  }
  if (isRecord(params)) Object.assign(collection.params, params);
  if (isRecord(hnsw)) Object.assign(collection.hnsw, hnsw);
  if (quantization !== undefined) collection.quantization = quantization === 'Disabled' ? null : quantization;
  // A graph or quantized vectors are built anew, which takes a while.
  if (isRecord(hnsw) || isRecord(quantization)) collection.busyReplies = BUSY_REPLIES;
  return succeeded(true);
}

const BUSY_REPLIES = 2;

export function indexField(collection: StoredCollection, { body }: Context): Reply {
  const { field_name: field, field_schema: schema } = body;
  if (typeof field !== 'string') return failed(400, 'Format error in JSON body: missing field `field_name`');
  const type = isRecord(schema) ? schema.type : schema;
  if (typeof type !== 'string' || !FIELD_TYPES.has(type)) {
    return failed(400, 'Format error in JSON body: data did not match any variant of untagged enum PayloadFieldSchema');
  }
  collection.payloadIndexes.set(field, { data_type: type, ...(isRecord(schema) ? { params: schema } : {}) });
  return succeeded({ operation_id: collection.operations++, status: 'acknowledged' });
}

const FIELD_TYPES = new Set(['keyword', 'integer', 'float', 'bool', 'geo', 'datetime', 'uuid', 'text']);

export function makeSnapshot(collection: StoredCollection, { data, params: [name = ''] }: Context): Reply {
  const snapshot = { collection: name, name: `${name}-${data.snapshots.length + 1}.snapshot` };
  data.snapshots.push(snapshot);
  return succeeded({
    name: snapshot.name,
    creation_time: '2026-01-01T00:00:00',
    size: collection.points.size,
    checksum: '0'.repeat(64),
  });
}

export function describeCollection(collection: StoredCollection, { options }: Context): Reply {
  const { points, vectors, params, hnsw, quantization, sparseVectors, metadata, payloadIndexes } = collection;
  const { indexingThresholdKb = 10_000 } = options;
  const sparse = Object.keys(sparseVectors).length > 0 ? { sparse_vectors: sparseVectors } : {};
  const isLarge = (points.size * collection.size * 4) / 1024 > indexingThresholdKb;
  const indexed = isLarge && hnsw.m !== 0 ? Math.floor(points.size / (1 + collection.busyReplies)) : 0;
  const status = collection.busyReplies > 0 ? 'yellow' : 'green';
  collection.busyReplies = Math.max(0, collection.busyReplies - 1);
  return succeeded({
    status,
    optimizer_status: 'ok',
    indexed_vectors_count: indexed,
    points_count: points.size,
    segments_count: 2,
    config: {
      params: { vectors, ...sparse, ...params },
      hnsw_config: hnsw,
      optimizer_config: {
        deleted_threshold: 0.2,
        vacuum_min_vector_number: 1000,
        default_segment_number: 0,
        indexing_threshold: indexingThresholdKb,
        flush_interval_sec: 5,
      },
      wal_config: { wal_capacity_mb: 32, wal_segments_ahead: 0 },
      quantization_config: quantization,
      ...(Object.keys(metadata).length > 0 ? { metadata } : {}),
    },
    payload_schema: Object.fromEntries(
      [...payloadIndexes].map(([field, index]) => [field, { ...index, points: points.size }]),
    ),
    update_queue: { length: 0 },
  });
}

/** Its aliases go with it. */
export function deleteCollection({ data, params: [name = ''] }: Context): Reply {
  for (const [alias, collection] of data.aliases) if (collection === name) data.aliases.delete(alias);
  return succeeded(data.collections.delete(name));
}

export function listAliases({ aliases }: QdrantData) {
  return [...aliases].map(([alias_name, collection_name]) => ({ alias_name, collection_name }));
}

/** All or none, as on the real server: worked out on a copy first. */
export function changeAliases({ data, body }: Context): Reply {
  const changed = new Map(data.aliases);
  for (const action of Array.isArray(body.actions) ? body.actions : []) {
    const error = applyAlias(action, changed, data);
    if (error !== null) return error;
  }
  data.aliases.clear();
  for (const [alias, collection] of changed) data.aliases.set(alias, collection);
  return succeeded(true);
}

function applyAlias(action: unknown, aliases: Map<string, string>, { collections }: QdrantData): Reply | null {
  const [[kind, given] = ['', {}]] = isRecord(action) ? Object.entries(action) : [];
  const {
    collection_name: collection,
    alias_name: alias,
    old_alias_name: oldAlias,
    new_alias_name: newAlias,
  } = isRecord(given) ? given : {};
  if (kind === 'create_alias' && typeof collection === 'string' && typeof alias === 'string') {
    if (!collections.has(collection)) return failed(404, `Not found: Collection \`${collection}\` doesn't exist!`);
    if (collections.has(alias)) return failed(409, `Wrong input: Collection \`${alias}\` already exists!`);
    aliases.set(alias, collection);
    return null;
  }
  if (kind === 'delete_alias' && typeof alias === 'string') {
    aliases.delete(alias); // One that is not there is no mistake.
    return null;
  }
  if (kind === 'rename_alias' && typeof oldAlias === 'string' && typeof newAlias === 'string') {
    const target = aliases.get(oldAlias);
    if (target === undefined) return failed(404, `Not found: Alias ${oldAlias} does not exists!`);
    aliases.delete(oldAlias);
    aliases.set(newAlias, target);
    return null;
  }
  return failed(400, `Format error in JSON body: unknown alias action ${JSON.stringify(action)}`);
}
