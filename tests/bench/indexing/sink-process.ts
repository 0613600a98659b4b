/**
 * A vector store for benches that speaks as much of Qdrant's protocol as filling one new collection takes. It counts the points of an
 * upsert and throws them away, after `millisecondsPerHundred` for each hundred.
 *
 * Argument: milliseconds per hundred points. Prints its port.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

const [millisecondsPerHundred = 5] = process.argv.slice(2).map(Number);

interface Collection {
  config: { params: unknown; metadata: Record<string, unknown> };
  points: number;
}

const collections = new Map<string, Collection>();
const aliases = new Map<string, string>();

function listAliases() {
  return Array.from(aliases, ([alias_name, collection_name]) => ({ alias_name, collection_name }));
}

interface AliasAction {
  readonly create_alias?: { readonly alias_name: string; readonly collection_name: string };
}

function nameCollection(body: Buffer): boolean {
  const { actions }: { actions: AliasAction[] } = JSON.parse(body.toString('utf8'));
  for (const { create_alias: made } of actions)
    if (made !== undefined) aliases.set(made.alias_name, made.collection_name);
  return true;
}

const POINT = Buffer.from('{"id":"');

function countPoints(body: Buffer): number {
  let count = 0;
  for (let at = body.indexOf(POINT); at !== -1; at = body.indexOf(POINT, at + POINT.length)) count += 1;
  return count;
}

async function answer(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  const body = Buffer.concat(parts);
  const [, first, given = '', rest = ''] = new URL(request.url ?? '/', 'http://sink').pathname
    .split('/')
    .map(decodeURIComponent);
  if (first === 'aliases') return { aliases: listAliases() };
  if (given === 'aliases') return nameCollection(body);
  const name = aliases.get(given) ?? given;
  const collection = collections.get(name);
  if (rest === 'exists') return { exists: collection !== undefined };
  if (rest === 'points') return points(request, body, collection);
  if (request.method === 'PUT') {
    const { vectors, metadata } = JSON.parse(body.toString('utf8'));
    collections.set(name, { config: { params: { vectors }, metadata }, points: 0 });
    return true;
  }
  if (request.method === 'PATCH') {
    const { metadata = {} } = JSON.parse(body.toString('utf8'));
    const merged = Object.entries({ ...collection?.config.metadata, ...metadata });
    if (collection !== undefined) {
      collection.config.metadata = Object.fromEntries(merged.filter(([, value]) => value !== null));
    }
    return true;
  }
  return { status: 'green', optimizer_status: 'ok', config: collection?.config };
}

async function points({ method }: IncomingMessage, body: Buffer, collection: Collection | undefined) {
  if (method !== 'PUT') return { count: collection?.points ?? 0 };
  const count = countPoints(body);
  await new Promise((resolve) => setTimeout(resolve, (millisecondsPerHundred * count) / 100));
  if (collection !== undefined) collection.points += count;
  return { operation_id: 1, status: 'completed' };
}

async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = JSON.stringify({ result: await answer(request), status: 'ok', time: 0 });
  response.writeHead(200, { 'content-type': 'application/json' }).end(body);
}

const server = createServer((request, response) => void respond(request, response));
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(typeof address === 'object' ? address?.port : address);
});
// The bench may end without a word.
process.stdin.on('end', () => process.exit()).resume();
