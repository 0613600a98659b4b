import { type LocalServer, type LoggedRequest, localServer, type Reply } from './local-server.ts';
import {
  compareIds,
  cosineVector,
  nearest,
  pointId,
  type QdrantData,
  type StoredCollection,
  type StoredPoint,
} from './qdrant-data.ts';

export interface QdrantServerOptions {
  /** Asked for in `api-key` or `authorization: Bearer`. */
  readonly apiKey?: string;
  /** Path in front of every route, as behind a proxy; anything else is answered as the proxy would. */
  readonly prefix?: string;
  readonly bodyLimitBytes?: number;
  /** False for a server before 1.15.5, which drops it and says nothing. */
  readonly keepsMetadata?: boolean;
}

export interface QdrantServer extends LocalServer {
  readonly data: QdrantData;
}

/**
 * A server that answers like Qdrant 1.19 to what this project asks of one: collections, aliases and points, with exact search
 * over stored vectors and the envelopes, statuses and error texts of the real one. Filters, named vectors and snapshots are not
 * there. Data lives in `data`, as long as the server.
 */
export async function qdrantServer(options: QdrantServerOptions = {}): Promise<QdrantServer> {
  const data: QdrantData = { collections: new Map(), aliases: new Map() };
  const server = await localServer((request) => answer(request, data, options));
  return {
    ...server,
    data,
    get mostInFlight() {
      return server.mostInFlight;
    },
  };
}

/** The error replies of a real server that no request of ours brings about: for `addFault`. */
export const qdrantFaults = {
  rateLimited: (seconds: number): Reply => ({
    ...failed(
      429,
      `Rate limiting exceeded: Write rate limit exceeded: Operation requires 10 tokens but only 0.0 were available. Retry after ${seconds}s`,
    ),
    headers: { 'retry-after': String(seconds) },
  }),
  requestTooLargeForRateLimit: failed(
    429,
    'Rate limiting exceeded: Write rate limit exceeded: Operation requires 100 tokens but only 10.0 were available, request larger than rate limiter capacity, please try to split your request',
  ),
  timeout: failed(408, 'Timeout: Operation timed out after 60 seconds'),
  unavailable: failed(503, 'Shard temporarily unavailable: The shard is being transferred'),
  internal: failed(500, 'Service internal error: task panicked'),
  diskFull: failed(
    500,
    'Service internal error: No space left on device: WAL buffer size exceeds available disk space',
  ),
  quota: failed(507, 'Insufficient storage: disk usage is over the limit of this node'),
  forbidden: failed(403, 'Forbidden: Global manage access is required'),
} as const;

type Body = Readonly<Record<string, unknown>>;
type Params = readonly string[];

interface Context {
  readonly data: QdrantData;
  readonly options: QdrantServerOptions;
  readonly request: LoggedRequest;
  readonly params: Params;
  /** Read when asked for: a reply with status 400 when it is no JSON object. */
  readonly body: Body;
}

const ROUTES: readonly (readonly [method: string, path: RegExp, handle: (context: Context) => Reply])[] = [
  [
    'GET',
    /^\/$/,
    () => ({ body: { title: 'qdrant - vector search engine', version: '1.19.0', commit: 'f'.repeat(40) } }),
  ],
  ['GET', /^\/healthz$/, () => ({ body: 'healthz check passed' })],
  ['GET', /^\/livez$/, () => ({ body: 'healthz check passed' })],
  ['GET', /^\/readyz$/, () => ({ body: 'all shards are ready' })],
  [
    'GET',
    /^\/collections$/,
    ({ data }) => succeeded({ collections: [...data.collections.keys()].map((name) => ({ name })) }),
  ],
  ['POST', /^\/collections\/aliases$/, changeAliases],
  ['GET', /^\/aliases$/, ({ data }) => succeeded({ aliases: listAliases(data) })],
  [
    'GET',
    /^\/collections\/([^/]+)\/aliases$/,
    ({ data, params: [name] }) =>
      succeeded({ aliases: listAliases(data).filter((alias) => alias.collection_name === name) }),
  ],
  [
    'GET',
    /^\/collections\/([^/]+)\/exists$/,
    ({ data, params }) => succeeded({ exists: find(data, params) !== undefined }),
  ],
  ['GET', /^\/collections\/([^/]+)$/, onCollection(describeCollection)],
  ['PUT', /^\/collections\/([^/]+)$/, createCollection],
  ['PATCH', /^\/collections\/([^/]+)$/, onCollection(updateCollection)],
  ['DELETE', /^\/collections\/([^/]+)$/, ({ data, params: [name = ''] }) => succeeded(data.collections.delete(name))],
  ['PUT', /^\/collections\/([^/]+)\/points$/, onCollection(upsertPoints)],
  ['POST', /^\/collections\/([^/]+)\/points$/, onCollection(retrievePoints)],
  ['GET', /^\/collections\/([^/]+)\/points\/([^/]+)$/, onCollection(retrievePoint)],
  ['POST', /^\/collections\/([^/]+)\/points\/query$/, onCollection(queryPoints)],
  ['POST', /^\/collections\/([^/]+)\/points\/scroll$/, onCollection(scrollPoints)],
  ['POST', /^\/collections\/([^/]+)\/points\/count$/, onCollection(({ points }) => succeeded({ count: points.size }))],
  ['POST', /^\/collections\/([^/]+)\/points\/delete$/, onCollection(deletePoints)],
];

/** Reachable without a key. */
const OPEN_PATHS: ReadonlySet<string> = new Set(['/', '/healthz', '/livez', '/readyz']);

function answer(request: LoggedRequest, data: QdrantData, options: QdrantServerOptions): Reply {
  const { prefix = '', bodyLimitBytes = 33_554_432 } = options;
  if (!request.path.startsWith(prefix))
    return { status: 404, body: '<html><body>404 Not Found</body></html>', headers: HTML };
  const path = request.path.slice(prefix.length) || '/';
  if (!OPEN_PATHS.has(path) && options.apiKey !== undefined) {
    const key = keyOf(request);
    if (key === null) return { status: 401, body: 'Must provide an API key or an Authorization bearer token' };
    if (key !== options.apiKey) return { status: 401, body: 'Invalid API key or JWT' };
  }
  const length = Buffer.byteLength(request.body);
  if (length > bodyLimitBytes) {
    return failed(400, `JSON payload (${length} bytes) is larger than allowed (limit: ${bodyLimitBytes} bytes).`);
  }
  for (const [method, pattern, handle] of ROUTES) {
    const match = method === request.method ? pattern.exec(path) : null;
    if (match === null) continue;
    const body = parseBody(request.body);
    if (body === null) return failed(400, 'Format error in JSON body: expected value at line 1 column 1');
    return handle({ data, options, request, params: match.slice(1).map(decodeURIComponent), body });
  }
  return { status: 404 };
}

const HTML = { 'content-type': 'text/html' };

function keyOf({ headers }: LoggedRequest): string | null {
  const key = headers['api-key'];
  if (typeof key === 'string') return key;
  return /^Bearer (.*)$/.exec(headers.authorization ?? '')?.[1] ?? null;
}

function parseBody(text: string): Body | null {
  if (text === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

function succeeded(result: unknown): Reply {
  return { body: { result, status: 'ok', time: 0.000123 } };
}

function failed(status: number, error: string): Reply {
  return { status, body: { status: { error }, time: 0.000123 } };
}

function find(data: QdrantData, [name = '']: Params): StoredCollection | undefined {
  return data.collections.get(data.aliases.get(name) ?? name);
}

function onCollection(handle: (collection: StoredCollection, context: Context) => Reply): (context: Context) => Reply {
  return (context) => {
    const collection = find(context.data, context.params);
    if (collection !== undefined) return handle(collection, context);
    return failed(404, `Not found: Collection \`${context.params[0]}\` doesn't exist!`);
  };
}

function createCollection({ data, options, params: [name = ''], body }: Context): Reply {
  if (name.length > 255 || [...name].some((character) => '<>:"/\\|?*\u0000\u001f'.includes(character))) {
    return failed(422, 'Validation error in path parameters: [name: collection name is invalid]');
  }
  if (data.collections.has(name)) return failed(409, `Wrong input: Collection \`${name}\` already exists!`);
  if (data.aliases.has(name)) return failed(400, 'Wrong input: Alias with the same name already exists');
  const { vectors, metadata } = body;
  const { size, distance } = isRecord(vectors) ? vectors : {};
  if (typeof size === 'number' && (size < 1 || size > 65_536)) {
    return failed(422, `Validation error in JSON body: [vectors.size: value ${size} invalid, must be from 1 to 65536]`);
  }
  data.collections.set(name, {
    size: typeof size === 'number' ? size : 0,
    distance: typeof distance === 'string' ? distance : '',
    vectors,
    metadata: isRecord(metadata) && options.keepsMetadata !== false ? { ...metadata } : {},
    operations: 0,
    points: new Map(),
  });
  return succeeded(true);
}

function updateCollection(collection: StoredCollection, { body, options }: Context): Reply {
  if (isRecord(body.metadata) && options.keepsMetadata !== false) {
    const merged = Object.entries({ ...collection.metadata, ...body.metadata });
    collection.metadata = Object.fromEntries(merged.filter(([, value]) => value !== null));
  }
  return succeeded(true);
}

function describeCollection({ points, vectors, metadata }: StoredCollection): Reply {
  return succeeded({
    status: 'green',
    optimizer_status: 'ok',
    indexed_vectors_count: 0,
    points_count: points.size,
    segments_count: 2,
    config: {
      params: { vectors, shard_number: 1, replication_factor: 1, write_consistency_factor: 1, on_disk_payload: true },
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

function listAliases({ aliases }: QdrantData) {
  return [...aliases].map(([alias_name, collection_name]) => ({ alias_name, collection_name }));
}

/** All or none, as on the real server: worked out on a copy first. */
function changeAliases({ data, body }: Context): Reply {
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
    return aliases.delete(alias) ? null : failed(404, `Not found: Alias ${alias} does not exists!`);
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

/** Nothing is stored unless every point is right. */
function upsertPoints(collection: StoredCollection, { body, request }: Context): Reply {
  const given: readonly unknown[] = Array.isArray(body.points) ? body.points : [];
  const points: StoredPoint[] = [];
  for (const one of given) {
    const { id: rawId, vector, payload } = isRecord(one) ? one : {};
    const id = pointId(rawId);
    if (id === null) return invalidId(rawId);
    if (!isNumbers(vector))
      return failed(400, 'Format error in JSON body: data did not match any variant of untagged enum VectorStruct');
    if (vector.length !== collection.size) return wrongSize(collection, vector);
    points.push({
      id,
      vector: cosineVector(vector),
      payload: isRecord(payload) ? payload : {},
      version: collection.operations,
    });
  }
  for (const point of points) collection.points.set(point.id, point);
  return updated(collection, request);
}

function deletePoints(collection: StoredCollection, { body, request }: Context): Reply {
  for (const rawId of Array.isArray(body.points) ? body.points : []) {
    const id = pointId(rawId);
    if (id === null) return invalidId(rawId);
    collection.points.delete(id);
  }
  return updated(collection, request);
}

function retrievePoints(collection: StoredCollection, { body }: Context): Reply {
  const ids = Array.isArray(body.ids) ? body.ids.map(pointId) : [];
  const found = ids
    .map((id) => (id === null ? undefined : collection.points.get(id)))
    .filter((point) => point !== undefined);
  return succeeded(found.map((point) => record(point, { with_payload: true, ...body })));
}

function retrievePoint(collection: StoredCollection, { params: [, rawId = ''] }: Context): Reply {
  const id = pointId(/^\d+$/.test(rawId) ? Number(rawId) : rawId);
  const point = id === null ? undefined : collection.points.get(id);
  if (point === undefined) return failed(404, `Not found: No point with id ${rawId} found`);
  return succeeded(record(point, { with_payload: true, with_vector: true }));
}

function queryPoints(collection: StoredCollection, { body }: Context): Reply {
  const { query, limit = 10, offset = 0, filter, prefetch } = body;
  if (filter !== undefined || prefetch !== undefined)
    return failed(400, 'Bad request: this fake server knows neither filters nor prefetch');
  if (typeof limit !== 'number' || limit < 1) {
    return failed(422, 'Validation error in JSON body: [internal.limit: value 0 invalid, must be 1 or larger]');
  }
  if (!isNumbers(query))
    return failed(400, 'Format error in JSON body: data did not match any variant of untagged enum QueryInterface');
  if (query.length !== collection.size) return wrongSize(collection, query);
  const start = typeof offset === 'number' ? offset : 0;
  const best = nearest(collection.points.values(), query).slice(start, start + limit);
  return succeeded({
    points: best.map(({ point, score }) => ({
      version: point.version,
      score,
      ...record(point, { with_payload: false, ...body }),
    })),
  });
}

function scrollPoints(collection: StoredCollection, { body }: Context): Reply {
  const { limit = 10, offset = null } = body;
  const sorted = [...collection.points.values()].sort((a, b) => compareIds(a.id, b.id));
  const from = pointId(offset);
  const rest = from === null ? sorted : sorted.filter(({ id }) => compareIds(id, from) >= 0);
  const count = typeof limit === 'number' ? limit : 10;
  const points = rest.slice(0, count).map((point) => record(point, { with_payload: true, ...body }));
  return succeeded({ points, next_page_offset: rest[count]?.id ?? null });
}

function record({ id, payload, vector }: StoredPoint, body: Body): Record<string, unknown> {
  const { with_payload: wanted, with_vector: withVector = false } = body;
  const chosen = Array.isArray(wanted)
    ? Object.entries(payload).filter(([key]) => wanted.includes(key))
    : Object.entries(payload);
  return { id, ...(wanted ? { payload: Object.fromEntries(chosen) } : {}), ...(withVector ? { vector } : {}) };
}

function updated(collection: StoredCollection, { query }: LoggedRequest): Reply {
  collection.operations += 1;
  return succeeded({
    operation_id: collection.operations,
    status: query.get('wait') === 'true' ? 'completed' : 'acknowledged',
  });
}

function invalidId(id: unknown): Reply {
  return failed(
    400,
    `Format error in JSON body: value ${String(id)} is not a valid point ID, valid values are either an unsigned integer or a UUID`,
  );
}

function wrongSize({ size }: StoredCollection, vector: readonly number[]): Reply {
  return failed(400, `Wrong input: Vector dimension error: expected dim: ${size}, got ${vector.length}`);
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'number');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
