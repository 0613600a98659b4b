import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { ProgressEvent } from '../../src/core/events.ts';
import { type OpenaiEmbedderOptions, openaiEmbedder } from '../../src/models/openai-embedder.ts';
import { NO_PROXIES } from '../../src/network/proxies.ts';
import { testEmbedder } from '../contracts/embedder.contract.ts';
import type { Reply } from '../fakes/local-server.ts';
import { serverErrors } from '../fakes/openai-errors.ts';
import { type FakeOpenaiServer, type OpenaiServerOptions, openaiServer, requestTo } from '../fakes/openai-server.ts';
import { wordVector } from '../fakes/word-vector.ts';
import { failureOf } from './failure-of.ts';

let server: FakeOpenaiServer;
let events: ProgressEvent[] = [];

beforeEach(() => {
  events = [];
});

afterEach(async () => {
  await server.close();
});

async function start(options: OpenaiServerOptions = {}, embedder: Partial<OpenaiEmbedderOptions> = {}) {
  server = await openaiServer(options);
  return openaiEmbedder({
    model: 'openai/qwen3-embedding:0.6b',
    baseUrl: server.baseUrl,
    apiKey: null,
    dimensions: null,
    sendDimensions: false,
    timeoutMs: 10_000,
    waitReadyMs: 3000,
    concurrency: 4,
    proxies: NO_PROXIES,
    sleep: async () => {},
    report: (event) => events.push(event),
    ...embedder,
  });
}

const { signal } = new AbortController();

testEmbedder('openaiEmbedder', async () => ({ embedder: await start({ dimensions: 64 }), close: async () => {} }));

describe('openaiEmbedder', () => {
  it('asks for plain numbers and gives them back as 32-bit floats', async () => {
    const embedder = await start();

    const vectors = await embedder.embed(['one two', 'three'], signal);

    expect(vectors).toEqual([wordVector('one two', 16), wordVector('three', 16)]);
    expect(server.requests.filter(requestTo('/v1/embeddings')).map(({ body }) => body)).toEqual([
      '{"model":"qwen3-embedding:0.6b","input":["one two","three"],"encoding_format":"float"}',
    ]);
    expect(embedder.model).toBe('qwen3-embedding:0.6b');
    expect(embedder.dimensions).toBeNull();
  });

  it('sends the wanted length only when it is told to, and checks it in any case', async () => {
    const shortened = await start({}, { dimensions: 8, sendDimensions: true });

    expect((await shortened.embed(['a'], signal)).map(({ length }) => length)).toEqual([8]);
    expect(bodies()).toMatchObject([{ dimensions: 8 }]);
    expect(shortened.dimensions).toBe(8);
    await server.close();

    const checked = await start({}, { dimensions: 8 });
    expect(await failureOf(checked.embed(['a'], signal))).toMatchInlineSnapshot(`
      "EMBEDDING_INVALID (data, no retry)
      "qwen3-embedding:0.6b" at http://127.0.0.1:PORT/v1 gives vectors of 16 numbers, 8 were expected
      set dimensions to 16, or sendDimensions if the model can shorten its vectors"
    `);
    expect(bodies()).not.toMatchObject([{ dimensions: 8 }]);
  });

  it('F-19, F-22: halves a batch that is too large and remembers the size', async () => {
    const embedder = await start();
    const texts = ['a', 'b', 'c', 'd', 'e'];
    for (const refusal of [
      { status: 413, body: { error: 'batch size 5 > maximum allowed batch size 3' } },
      serverErrors.rateLimited({}, 'request larger than rate limiter capacity, please try to split your request'),
    ]) {
      server.addFault({ matches: requestTo('/v1/embeddings'), times: 1, reply: refusal });
    }

    const vectors = await embedder.embed(texts, signal);
    await embedder.embed(texts, signal);

    expect(vectors).toEqual(texts.map((text) => wordVector(text, 16)));
    const sizes = bodies().map(({ input }) => input.length);
    expect(sizes).toEqual([5, 3, 2, 1, 2, 2, 2, 1]);
  });

  it('F-25, F-34: finds the text that is too long among the others', async () => {
    const embedder = await start();
    server.addFault({
      matches: ({ body }) => body.includes('long'),
      reply: serverErrors.textTooLarge(),
    });

    expect(await failureOf(embedder.embed(['a', 'b', 'c', 'a long one', 'd'], signal))).toMatchInlineSnapshot(`
      "CONTEXT_OVERFLOW (data, no retry)
      http://127.0.0.1:PORT/v1 cannot take a text this long in one batch: input (700 tokens) is too large to process. increase the physical batch size (current batch size: 512) (text 3 of the batch: "a long one")
      start llama-server with a larger -ub (and -b), or use smaller chunks"
    `);
    expect(bodies().map(({ input }) => input.length)).toEqual([5, 3, 2, 1]);
    server.clearFaults();
    await embedder.embed(['a', 'b', 'c'], signal);
    expect(bodies().at(-1)?.input.length).toBe(3); // It was the text, not the number of texts.
  });

  it('F-27: says how to start a server that offers embeddings', async () => {
    const embedder = await start();
    server.addFault({ matches: requestTo('/v1/embeddings'), reply: serverErrors.noEmbeddings() });

    expect((await failureOf(embedder.embed(['a'], signal))).split('\n')[0]).toBe('MODEL_NOT_FOUND (data, no retry)');
  });

  it('F-32: names the command that fetches a model', async () => {
    const embedder = await start({ flavour: 'ollama', models: ['qwen3-embedding:4b', 'nomic-embed-text:latest'] });

    expect(await failureOf(embedder.embed(['a'], signal))).toMatchInlineSnapshot(`
      "MODEL_NOT_FOUND (data, no retry)
      http://127.0.0.1:PORT/v1 has no model "qwen3-embedding:0.6b": model 'qwen3-embedding:0.6b' not found
      fetch it:  ollama pull qwen3-embedding:0.6b
      the server has: qwen3-embedding:4b, nomic-embed-text:latest"
    `);
  });

  it('F-35: notices once that texts were cut', async () => {
    const embedder = await start();
    server.addFault({ matches: requestTo('/v1/embeddings'), reply: vectors([[1, 0]], { prompt_tokens: 512 }) });

    await embedder.embed(['word '.repeat(2000)], signal);
    await embedder.embed(['word '.repeat(2000)], signal);

    expect(events.map((event) => event.type === 'notice' && event.code)).toEqual(['INPUT_TRUNCATED']);
  });

  it('F-42: refuses another number of vectors than texts', async () => {
    const embedder = await start();
    server.addFault({ matches: requestTo('/v1/embeddings'), reply: vectors([[1, 0]]) });

    expect(await failureOf(embedder.embed(['a', 'b'], signal))).toMatchInlineSnapshot(`
      "EMBEDDING_INVALID (data, retry)
      http://127.0.0.1:PORT/v1 sent 1 vectors for 2 texts
      run again; if it stays, check that the server and the model are meant for embeddings"
    `);
  });

  it('F-43: puts vectors in the order of their indexes', async () => {
    const embedder = await start();
    const data = [
      { index: 1, embedding: [0, 1] },
      { index: 0, embedding: [1, 0] },
    ];
    server.addFault({ matches: requestTo('/v1/embeddings'), times: 1, reply: { body: { data } } });

    expect(await embedder.embed(['a', 'b'], signal)).toEqual([Float32Array.of(1, 0), Float32Array.of(0, 1)]);
  });

  it('F-43: refuses indexes that are no permutation', async () => {
    const embedder = await start();
    const data = [
      { index: 0, embedding: [0, 1] },
      { index: 0, embedding: [1, 0] },
    ];
    server.addFault({ matches: requestTo('/v1/embeddings'), reply: { body: { data } } });

    expect(await failureOf(embedder.embed(['a', 'b'], signal))).toMatchInlineSnapshot(`
      "EMBEDDING_INVALID (data, retry)
      http://127.0.0.1:PORT/v1 sent no vector with index 1 among 2
      run again; if it stays, check that the server and the model are meant for embeddings"
    `);
  });

  it('F-44: refuses vectors of another length than before', async () => {
    const embedder = await start();
    const faults = [vectors([[1, 0, 0]]), vectors([[1, 0]])];
    for (const reply of faults) server.addFault({ matches: requestTo('/v1/embeddings'), times: 1, reply });

    await embedder.embed(['a'], signal);

    expect(await failureOf(embedder.embed(['a'], signal))).toMatchInlineSnapshot(`
      "EMBEDDING_INVALID (data, no retry)
      "qwen3-embedding:0.6b" at http://127.0.0.1:PORT/v1 gives vectors of 2 numbers, 3 were expected
      the server has changed its model; index again from the start"
    `);
  });

  it('F-44: refuses base64 where numbers were asked for', async () => {
    const embedder = await start();
    const body = { data: [{ index: 0, embedding: 'AACAPwAAAAA=' }] };
    server.addFault({ matches: requestTo('/v1/embeddings'), reply: { body } });

    expect(await failureOf(embedder.embed(['a'], signal))).toMatchInlineSnapshot(`
      "EMBEDDING_INVALID (data, retry)
      http://127.0.0.1:PORT/v1 sent no embeddings: data.0.embedding: expected an array of numbers
      run again; if it stays, check that the server and the model are meant for embeddings"
    `);
  });

  it.each([
    ['null', [1, null]],
    ['too large for 32 bits', [1, 1e39]],
    ['zeros', [0, 0]],
  ])('F-48: asks once more for a vector of %s, alone', async (_, unusable) => {
    const embedder = await start();
    const faults = [vectors([[1, 0], unusable]), vectors([[0, 1]])];
    for (const reply of faults) server.addFault({ matches: requestTo('/v1/embeddings'), times: 1, reply });

    expect(await embedder.embed(['a', 'b'], signal)).toEqual([Float32Array.of(1, 0), Float32Array.of(0, 1)]);
    expect(bodies().map(({ input }) => input)).toEqual([['a', 'b'], ['b']]);
  });

  it('F-48: names the text whose vector stays unusable', async () => {
    const embedder = await start();
    const faults = [
      vectors([
        [1, 0],
        [0, 0],
      ]),
      vectors([[0, 0]]),
    ];
    for (const reply of faults) server.addFault({ matches: requestTo('/v1/embeddings'), times: 1, reply });

    expect(await failureOf(embedder.embed(['a', 'b'], signal))).toMatchInlineSnapshot(`
      "EMBEDDING_INVALID (data, no retry)
      "qwen3-embedding:0.6b" at http://127.0.0.1:PORT/v1 gave a vector of zeros, or of numbers not finite (text 1 of the batch: "b")
      update the server, or use other weights of the model (F16 instead of a quantised file)"
    `);
  });

  it('F-48: finds the text that Ollama cannot embed', async () => {
    const embedder = await start();
    server.addFault({ matches: ({ body }) => body.includes('bad'), reply: serverErrors.notFinite() });

    expect(await failureOf(embedder.embed(['a', 'bad', 'c'], signal))).toMatchInlineSnapshot(`
      "EMBEDDING_INVALID (data, no retry)
      http://127.0.0.1:PORT/v1 made a vector with numbers that are not finite: embedding contains NaN or Inf values (text 1 of the batch: "bad")
      update the server, or use other weights of the model (F16 instead of a quantised file)"
    `);
  });

  it('leaves failures of the server to the retries', async () => {
    const embedder = await start();
    server.addFault({ matches: requestTo('/v1/embeddings'), reply: { status: 500, body: 'boom' } });

    expect((await failureOf(embedder.embed(['a', 'b'], signal))).split('\n')[0]).toBe(
      'EMBEDDER_FAILED (service, retry)',
    );
    expect(bodies().length).toBe(1);
  });
});

function vectors(embeddings: readonly (readonly (number | null)[])[], usage?: object): Reply {
  return { body: { data: embeddings.map((embedding, index) => ({ index, embedding })), usage } };
}

function bodies(): { input: string[]; dimensions?: number }[] {
  return server.requests.filter(requestTo('/v1/embeddings')).map(({ body }) => JSON.parse(body));
}
