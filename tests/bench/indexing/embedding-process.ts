/**
 * An embedding server for benches: answers a request of n texts after `millisecondsPerHundred` · n / 100, two requests at a time, the
 * others waiting. Its vectors are the same ones for every request, printed once, so that it costs next to nothing.
 *
 * Arguments: dimensions, milliseconds per hundred texts, requests at a time. Prints its port.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { pythonRandom } from '../../../src/python/random.ts';

const [dimensions = 1024, millisecondsPerHundred = 30, slots = 2] = process.argv.slice(2).map(Number);

const texts = new Map<number, Buffer>();
const { random } = pythonRandom(7);
const vectors = Array.from({ length: 100 }, (_, index) => {
  // The shortest digits that bring back the 32-bit float, as Ollama prints them.
  const numbers = Array.from({ length: dimensions }, () => shortest(Math.fround((random() - 0.5) / 10)));
  return `"embedding":[${numbers.join(',')}],"index":${index % 100}`;
});

function shortest(value: number): string {
  for (let digits = 6; digits < 9; digits += 1) {
    const text = String(Number(value.toPrecision(digits)));
    if (Math.fround(Number(text)) === value) return text;
  }
  return String(Number(value.toPrecision(9)));
}

function reply(count: number): Buffer {
  const known = texts.get(count);
  if (known !== undefined) return known;
  const data = Array.from({ length: count }, (_, index) => {
    const vector = vectors[index % vectors.length] ?? '';
    return `{"object":"embedding",${vector.replace(/"index":\d+$/, `"index":${index}`)}}`;
  });
  const made = Buffer.from(`{"object":"list","data":[${data.join(',')}],"model":"bench","usage":null}`);
  texts.set(count, made);
  return made;
}

let running = 0;
const waiting: (() => void)[] = [];

async function takeTurn(): Promise<void> {
  if (running >= slots) await new Promise<void>((resolve) => waiting.push(resolve));
  running += 1;
}

function giveTurn(): void {
  running -= 1;
  waiting.shift()?.();
}

async function embed(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  const { input }: { input: string | string[] } = JSON.parse(Buffer.concat(parts).toString('utf8'));
  const count = typeof input === 'string' ? 1 : input.length;
  const body = reply(count);
  await takeTurn();
  await new Promise((resolve) => setTimeout(resolve, (millisecondsPerHundred * count) / 100));
  giveTurn();
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length }).end(body);
}

const server = createServer((request, response) => {
  if (request.method === 'POST') void embed(request, response);
  else response.writeHead(200, { 'content-type': 'application/json' }).end('{"object":"list","data":[{"id":"bench"}]}');
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(typeof address === 'object' ? address?.port : address);
});
// The bench may end without a word.
process.stdin.on('end', () => process.exit()).resume();
