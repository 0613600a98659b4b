import { type LocalServer, type LoggedRequest, localServer, type Reply } from './local-server.ts';
import {
  changeAliases,
  createCollection,
  deleteCollection,
  describeCollection,
  indexField,
  listAliases,
  makeSnapshot,
  updateCollection,
} from './qdrant-collections.ts';
import {
  type Body,
  type Context,
  failed,
  find,
  isRecord,
  onCollection,
  type QdrantServerOptions,
  succeeded,
} from './qdrant-context.ts';
import type { QdrantData } from './qdrant-data.ts';
import {
  countPoints,
  deletePoints,
  queryPoints,
  retrievePoint,
  retrievePoints,
  scrollPoints,
  upsertPoints,
} from './qdrant-points.ts';

export interface QdrantServer extends LocalServer {
  readonly data: QdrantData;
}

/**
 * A server that answers like Qdrant 1.19 to what this project asks of one: collections, aliases and points, with exact search
 * over stored vectors and the envelopes, statuses and error texts of the real one. Of named vectors it has the
 * sparse ones; of snapshots the names.
 * Data lives in `data`, as long as the server.
 */
export async function qdrantServer(options: QdrantServerOptions = {}): Promise<QdrantServer> {
  const data: QdrantData = { collections: new Map(), aliases: new Map(), snapshots: [] };
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
  timeoutTooLong: failed(
    400,
    'Bad request: Limit exceeded 60 > 5 for "timeout". Help: Reduce the "timeout" parameter to or below 5.',
  ),
  unavailable: failed(503, 'Shard temporarily unavailable: The shard is being transferred'),
  internal: failed(500, 'Service internal error: task panicked'),
  diskFull: failed(
    500,
    'Service internal error: No space left on device: WAL buffer size exceeds available disk space',
  ),
  quota: failed(507, 'Insufficient storage: disk usage is over the limit of this node'),
  forbidden: failed(403, 'Forbidden: Global manage access is required'),
} as const;

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
  ['DELETE', /^\/collections\/([^/]+)$/, deleteCollection],
  ['PUT', /^\/collections\/([^/]+)\/points$/, onCollection(upsertPoints)],
  ['PUT', /^\/collections\/([^/]+)\/index$/, onCollection(indexField)],
  ['POST', /^\/collections\/([^/]+)\/snapshots$/, onCollection(makeSnapshot)],
  ['POST', /^\/collections\/([^/]+)\/points$/, onCollection(retrievePoints)],
  ['GET', /^\/collections\/([^/]+)\/points\/([^/]+)$/, onCollection(retrievePoint)],
  ['POST', /^\/collections\/([^/]+)\/points\/query$/, onCollection(queryPoints)],
  ['POST', /^\/collections\/([^/]+)\/points\/scroll$/, onCollection(scrollPoints)],
  ['POST', /^\/collections\/([^/]+)\/points\/count$/, onCollection(countPoints)],
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
