/**
 * The least that can be done by hand: lines of a file in batches, embedded with three requests under way and stored with two. The
 * vectors' JSON text goes from one server to the other as it is (`copy`), or by way of numbers, as usual clients do (`parse`).
 *
 * Arguments: file of rows, port of the embedding server, port of the sink, `copy` or `parse`. Prints the seconds it took, and those of the processor, as JSON.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Agent, request } from 'node:http';
import { createInterface } from 'node:readline';

const [file = '', embedding = '', sink = '', how = 'copy'] = process.argv.slice(2);
const BATCH = 100;
const agent = new Agent({ keepAlive: true });

function send(method: string, port: string, path: string, body: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': body.length };
    const sent = request({ host: '127.0.0.1', port, path, method, agent, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => resolve(Buffer.concat(parts)));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** The text of each list of numbers. */
function copiedVectors(reply: Buffer): Buffer[] {
  const vectors: Buffer[] = [];
  for (let at = reply.indexOf('"embedding":'); at !== -1; at = reply.indexOf('"embedding":', at)) {
    const end = reply.indexOf(']', at) + 1;
    vectors.push(reply.subarray(at + '"embedding":'.length, end));
    at = end;
  }
  return vectors;
}

function parsedVectors(reply: Buffer): Buffer[] {
  const { data }: { data: { embedding: number[] }[] } = JSON.parse(reply.toString('utf8'));
  return data.map(({ embedding: numbers }) => Buffer.from(JSON.stringify(Array.from(Float32Array.from(numbers)))));
}

const vectorsOf = how === 'parse' ? parsedVectors : copiedVectors;

async function embed(texts: readonly string[]): Promise<Buffer[]> {
  const body = Buffer.from(JSON.stringify({ model: 'bench', input: texts, encoding_format: 'float' }));
  return vectorsOf(await send('POST', embedding, '/v1/embeddings', body));
}

async function store(texts: readonly string[], vectors: readonly Buffer[]): Promise<void> {
  const parts = texts.flatMap((text, index) => {
    const hex = createHash('sha1').update(text).digest('hex');
    const id = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
    const start = `${index === 0 ? '{"points":[' : ','}{"id":"${id}","vector":`;
    const end = `,"payload":${JSON.stringify({ text })}}${index === texts.length - 1 ? ']}' : ''}`;
    return [Buffer.from(start), vectors[index] ?? Buffer.alloc(0), Buffer.from(end)];
  });
  await send('PUT', sink, '/collections/floor/points?wait=true', Buffer.concat(parts));
}

/** Starts a task when fewer than `most` are running; gives back a promise of all. */
function side(most: number) {
  const running = new Set<Promise<void>>();
  return {
    start: async (task: () => Promise<void>): Promise<void> => {
      while (running.size >= most) await Promise.race(running);
      const promise: Promise<void> = task().finally(() => running.delete(promise));
      running.add(promise);
    },
    all: () => Promise.all(running),
  };
}

const startedAt = performance.now();
const embeddings = side(3);
const upserts = side(2);
const work = (texts: readonly string[]) =>
  embeddings.start(async () => {
    const vectors = await embed(texts);
    await upserts.start(() => store(texts, vectors));
  });
let texts: string[] = [];
for await (const line of createInterface({ input: createReadStream(file) })) {
  texts.push(JSON.parse(line).text);
  if (texts.length < BATCH) continue;
  await work(texts);
  texts = [];
}
if (texts.length > 0) await work(texts);
await embeddings.all();
await upserts.all();
const { user, system } = process.cpuUsage();
console.log(JSON.stringify({ seconds: (performance.now() - startedAt) / 1000, cpuSeconds: (user + system) / 1e6 }));
process.exit(0);
