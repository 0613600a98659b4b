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
    sparseVectors: isRecord(sparse) ? Object.fromEntries(Object.entries(sparse).filter(isNamedRecord)) : {},
    metadata: isRecord(metadata) && options.keepsMetadata !== false ? { ...metadata } : {},
    operations: 0,
    points: new Map(),
  });
  return succeeded(true);
}

function isNamedRecord(entry: [string, unknown]): entry is [string, Record<string, unknown>] {
  return isRecord(entry[1]);
}

export function updateCollection(collection: StoredCollection, { body, options }: Context): Reply {
  if (isRecord(body.metadata) && options.keepsMetadata !== false) {
    const merged = Object.entries({ ...collection.metadata, ...body.metadata });
    collection.metadata = Object.fromEntries(merged.filter(([, value]) => value !== null));
  }
  return succeeded(true);
}

export function describeCollection({ points, vectors, sparseVectors, metadata }: StoredCollection): Reply {
  const sparse = Object.keys(sparseVectors).length > 0 ? { sparse_vectors: sparseVectors } : {};
  return succeeded({
    status: 'green',
    optimizer_status: 'ok',
    indexed_vectors_count: 0,
    points_count: points.size,
    segments_count: 2,
    config: {
      params: {
        vectors,
        ...sparse,
        shard_number: 1,
        replication_factor: 1,
        write_consistency_factor: 1,
        on_disk_payload: true,
      },
      hnsw_config: { m: 16, ef_construct: 100, full_scan_threshold: 10_000, max_indexing_threads: 0, on_disk: false },
      optimizer_config: {
        deleted_threshold: 0.2,
        vacuum_min_vector_number: 1000,
        default_segment_number: 0,
        indexing_threshold: 10_000,
        flush_interval_sec: 5,
      },
      wal_config: { wal_capacity_mb: 32, wal_segments_ahead: 0 },
      quantization_config: null,
      ...(Object.keys(metadata).length > 0 ? { metadata } : {}),
    },
    payload_schema: {},
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
