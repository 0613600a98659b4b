import { describe, expect, it } from 'vitest';
import type { Embedder } from '../../../src/core/embedder.ts';
import { RagError } from '../../../src/core/errors.ts';
import { embedChunks } from '../../../src/pipelines/indexing/embed-chunks.ts';
import type { ReadChunk } from '../../../src/pipelines/indexing/read-chunks.ts';

const { signal } = new AbortController();

const chunk = (text: string): ReadChunk => ({
  id: `id of ${text}`,
  text,
  documentId: `document of ${text}`,
  index: 3,
  metadata: {},
  origin: `rows.jsonl:${text.length}`,
});

/** Its vectors hold the length of the text; texts with "bad" in them it does not take. */
function embedder(
  calls: (readonly string[])[],
  code: 'CONTEXT_OVERFLOW' | 'EMBEDDER_FAILED' = 'CONTEXT_OVERFLOW',
): Embedder {
  return {
    model: 'm',
    dimensions: 1,
    embed: async (texts) => {
      calls.push(texts);
      const index = texts.findIndex((text) => text.includes('bad'));
      if (index >= 0) throw new RagError(code, 'too long', { hint: 'cut it', details: { index } });
      return texts.map((text) => Float32Array.of(text.length));
    },
  };
}

describe('embedChunks', () => {
  it('gives each chunk its vector, in one call', async () => {
    const calls: (readonly string[])[] = [];
    const chunks = ['a', 'bb', 'ccc'].map(chunk);
    const leaveOut = () => expect.unreachable();

    expect(await embedChunks(chunks, { embedder: embedder(calls), leaveOut, signal })).toEqual(
      chunks.map((one, index) => ({ chunk: one, vector: Float32Array.of(index + 1) })),
    );
    expect(calls).toEqual([['a', 'bb', 'ccc']]);
  });

  it('puts the instruction for documents before each text', async () => {
    const calls: (readonly string[])[] = [];
    const instructed = { ...embedder(calls), documentInstruction: 'passage: ' };

    await embedChunks([chunk('a')], { embedder: instructed, leaveOut: () => {}, signal });

    expect(calls).toEqual([['passage: a']]);
  });

  it('leaves out what the model cannot take, naming its row, and sends the others again', async () => {
    const calls: (readonly string[])[] = [];
    const out: [string, string, unknown][] = [];
    const chunks = ['a', 'bad', 'c', 'worse, bad'].map(chunk);

    const embedded = await embedChunks(chunks, {
      embedder: embedder(calls),
      leaveOut: ({ id }, error) => out.push([id, error.message, error.details]),
      signal,
    });

    expect(embedded.map(({ chunk: { text } }) => text)).toEqual(['a', 'c']);
    expect(calls).toEqual([
      ['a', 'bad', 'c', 'worse, bad'],
      ['a', 'c', 'worse, bad'],
      ['a', 'c'],
    ]);
    expect(out).toEqual([
      [
        'id of bad',
        'rows.jsonl:3, chunk 3: too long',
        { index: 1, origin: 'rows.jsonl:3', document: 'document of bad', chunk: 3 },
      ],
      [
        'id of worse, bad',
        'rows.jsonl:10, chunk 3: too long',
        { index: 2, origin: 'rows.jsonl:10', document: 'document of worse, bad', chunk: 3 },
      ],
    ]);
  });

  it('asks no more when all are left out', async () => {
    const calls: (readonly string[])[] = [];

    expect(await embedChunks([chunk('bad')], { embedder: embedder(calls), leaveOut: () => {}, signal })).toEqual([]);
    expect(calls).toEqual([['bad']]);
  });

  it('passes on a failure that is about no single text, and what leaving out fails with', async () => {
    const failing = embedder([], 'EMBEDDER_FAILED');
    const enough = new RagError('TOO_MANY_FAILURES', 'enough');
    const leaveOut = () => {
      throw enough;
    };

    await expect(embedChunks([chunk('bad')], { embedder: failing, leaveOut, signal })).rejects.toThrow('too long');
    await expect(embedChunks([chunk('bad')], { embedder: embedder([]), leaveOut, signal })).rejects.toBe(enough);
  });
});
