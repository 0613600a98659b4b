import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { ProgressEvent } from '../../src/core/events.ts';
import { type OpenaiEmbedderOptions, openaiEmbedder } from '../../src/models/openai-embedder.ts';
import { testEmbedder } from '../contracts/embedder.contract.ts';
import { type FakeOpenaiServer, type OpenaiServerOptions, openaiServer, requestTo } from '../fakes/openai-server.ts';
import { wordVector } from '../fakes/word-vector.ts';

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
});
