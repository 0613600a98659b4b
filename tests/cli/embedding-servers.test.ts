import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { LoggedRequest } from '../fakes/local-server.ts';
import { type FakeOpenaiServer, openaiServer } from '../fakes/openai-server.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { runRag } from './run-rag.ts';

const folder = temporaryFolder();
let servers: FakeOpenaiServer[] = [];

const ROWS = Array.from({ length: 120 }, (_, index) => ({
  id: `row-${index}`,
  text: `Sentence ${index} of the corpus.`,
}));

beforeEach(async () => {
  servers = [await openaiServer(), await openaiServer()];
  await folder.write('corpus.jsonl', ROWS.map((row) => JSON.stringify(row)).join('\n'));
});
afterEach(async () => {
  await Promise.all(servers.map((server) => server.close()));
  servers = [];
});

async function runIndex(embedding: object, ...args: string[]) {
  const config = {
    corpus: { use: 'files', paths: ['corpus.jsonl'], id: 'id' },
    chunker: { use: 'fixed-length', characters: 1024, minCharacters: 0 },
    embedding: { use: 'openai', model: 'qwen3-embedding:0.6b', dimensions: 16, batchSize: 4, ...embedding },
    store: { use: 'sqlite', collection: 'rows' },
  };
  await folder.write('rag.config.json', JSON.stringify(config));
  const { code, stdout, stderr } = await runRag(['index', '--json', ...args], {
    cwd: folder.path,
    environment: { EMBEDDING_KEY: 'canary-4711' },
  });
  const withoutPorts = stderr.replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT');
  return { code, result: RESULT.parse(JSON.parse(stdout)), stdout, stderr: withoutPorts };
}

const RESULT = z.looseObject({
  data: z.looseObject({ embedded: z.number(), stored: z.number() }).nullish(),
  error: z.looseObject({ code: z.string(), message: z.string() }).nullable(),
});
const BODY = z.looseObject({ input: z.array(z.string()) });
const isEmbedding = ({ path }: LoggedRequest) => path === '/v1/embeddings';
const isProbe = ({ body }: LoggedRequest) => body.includes('to compare the vectors');
/** The texts of each request, without the one all servers are compared by. */
const batchesOf = (server: FakeOpenaiServer | undefined): string[][] =>
  (server?.requests ?? [])
    .filter((request) => isEmbedding(request) && !isProbe(request))
    .map(({ body }) => BODY.parse(JSON.parse(body)).input);
const urls = () => servers.map(({ baseUrl }) => baseUrl);
const texts = ROWS.map(({ text }) => text);

describe('rag index with several embedding servers', () => {
  it('shares the texts among them', async () => {
    const { code, result } = await runIndex({ baseUrl: urls() });

    expect([code, result.error]).toEqual([0, null]);
    const [first, second] = servers.map(batchesOf);
    expect([...(first ?? []), ...(second ?? [])].flat().toSorted()).toEqual(texts.toSorted());
    expect(first?.length).toBeGreaterThan(5);
    expect(second?.length).toBeGreaterThan(5);
  });

  it('goes on when one dies in the middle: nothing is lost, nothing embedded twice', async () => {
    const [dying, living] = servers;
    let answered = 0;
    dying?.addFault({
      matches: (request) => isEmbedding(request) && !isProbe(request) && ++answered > 3,
      reply: { reset: true },
    });

    const { code, result, stderr } = await runIndex({ baseUrl: urls(), cache: false });

    expect([code, result.error]).toEqual([0, null]);
    expect(result.data).toMatchObject({ embedded: 120, stored: 120 });
    const answeredTexts = [...batchesOf(dying).slice(0, 3), ...batchesOf(living)].flat();
    expect(answeredTexts.toSorted()).toEqual(texts.toSorted());
    expect(stderr).toContain(
      'http://127.0.0.1:PORT/v1 closed the connection without an answer; going on with http://127.0.0.1:PORT/v1',
    );
  });

  it('refuses servers of different models before anything is stored', async () => {
    const embedding = Array.from({ length: 16 }, (_, index) => (index === 0 ? 1 : 0));
    servers[1]?.addFault({ matches: isProbe, reply: { body: { data: [{ embedding, index: 0 }] } } });

    const { code, result } = await runIndex({ baseUrl: urls() });

    expect([code, result.error?.code]).toEqual([3, 'EMBEDDERS_DIFFER']);
    expect(result.error?.message).toMatch(
      `the embedding servers serve different models: the vectors of ${urls()[1]} are not those of ${urls()[0]}: for one text`,
    );
    expect(servers.flatMap(batchesOf)).toEqual([]);
  });

  it('keeps to --concurrency at each', async () => {
    const { code } = await runIndex({ baseUrl: urls() }, '--concurrency', '1');

    expect(code).toBe(0);
    expect(servers.map(({ mostInFlight }) => mostInFlight)).toEqual([1, 1]);
  });

  it('sends the key to each of them and shows it nowhere', async () => {
    for (const server of servers) await server.close();
    servers = [await openaiServer({ apiKey: 'canary-4711' }), await openaiServer({ apiKey: 'canary-4711' })];
    const addresses = urls().map((url) => url.replace('http://', 'http://user:secret@'));

    const { code, stdout, stderr } = await runIndex({ baseUrl: addresses, apiKey: '${EMBEDDING_KEY}' });
    const shown = await runRag(['config', 'show', '--json'], { cwd: folder.path });

    expect(code).toBe(0);
    expect(servers.every((server) => batchesOf(server).length > 0)).toBe(true);
    expect(stdout + stderr + shown.stdout).not.toMatch(/canary|secret/);
  });

  it('refuses an address that is listed twice', async () => {
    const [url = ''] = urls();

    const { code, result } = await runIndex({ baseUrl: [url, url] });

    expect([code, result.error?.code]).toEqual([2, 'CONFIG_INVALID']);
    expect(result.error?.message).toContain('embedding.baseUrl');
  });
});
