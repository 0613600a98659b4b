import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IndexIdentity } from '../../src/core/index-manifest.ts';
import type { VectorStore } from '../../src/core/vector-store.ts';
import {
  differenceInSample,
  refuseOtherDimensions,
  refuseOtherSample,
  refuseOtherVectors,
} from '../../src/pipelines/check-vectors.ts';
import { sqliteStore } from '../../src/stores/sqlite-store.ts';
import { wordEmbedder } from '../fakes/word-embedder.ts';
import { wordVector } from '../fakes/word-vector.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder();
const { signal } = new AbortController();
let store: VectorStore;

beforeEach(() => {
  store = sqliteStore({ path: join(folder.path, 'index.sqlite'), collection: 'c' });
});
afterEach(() => store.close());

const WAYS_OUT =
  'index into another collection:  rag index --collection c_2\nor build this one anew:  rag index --recreate';

describe('refuseOtherVectors', () => {
  const refuse = (embeddingModel: string, documentInstruction: string | null) => {
    const rest = {
      corpus: '',
      corpusRevision: '',
      requestedRevision: null,
      corpusLimit: null,
      chunker: '',
      chunkerOptions: {},
    };
    const identity: IndexIdentity = { embeddingModel, documentInstruction, dimensions: 8, ...rest };
    return () => refuseOtherVectors(identity, store, { ...wordEmbedder(), documentInstruction: 'passage: ' });
  };

  it('takes vectors of the same model and instruction', () => {
    expect(refuse('words', 'passage: ')).not.toThrow();
  });

  it.each([
    [
      'other',
      'passage: ',
      'collection "c" was built with the embedding model "other", the configured one is "words"',
      { expected: 'other', found: 'words' },
    ],
    [
      'words',
      null,
      'collection "c" was built with nothing before each passage, the configuration says "passage: "',
      { expected: '', found: 'passage: ' },
    ],
  ])('refuses those of %j with %j', (model, instruction, message, details) => {
    expect(refuse(model, instruction)).toThrow(
      expect.objectContaining({
        code: 'INDEX_MISMATCH',
        message,
        hint: WAYS_OUT,
        details: { collection: 'c', ...details },
      }),
    );
  });
});

describe('refuseOtherDimensions', () => {
  it.each([[8], [null]])('takes an embedder of 8 numbers, or one that does not tell: %j', (dimensions) => {
    expect(() => refuseOtherDimensions(8, store, { ...wordEmbedder(), dimensions })).not.toThrow();
  });

  it('F-45: refuses another length', () => {
    expect(() => refuseOtherDimensions(9, store, wordEmbedder())).toThrow(
      expect.objectContaining({
        code: 'STORE_DIMENSION_MISMATCH',
        message: `collection "c" in ${store.location} holds vectors of 9 numbers, the embedding model gives 8`,
        hint: WAYS_OUT,
      }),
    );
  });
});

describe('a collection that does not say how it was made', () => {
  const TEXTS = ['red green', 'one two', 'sun moon', 'iron gold', 'oak elm'];
  const sample = (embedder = wordEmbedder(), textField = 'text') => ({ store, embedder, textField, signal });
  const fill = async (instruction = '') => {
    await store.open({ dimensions: 8, distance: 'cosine', metadata: {} }, signal);
    const points = TEXTS.map((text, index) => ({
      id: `00000000-0000-4000-8000-00000000000${index}`,
      vector: wordVector(instruction + text, 8),
      payload: { text, number: index },
    }));
    await store.upsert(points, signal);
  };

  it('is like the configuration when three of its texts give the same vectors again', async () => {
    await fill();
    const embedder = wordEmbedder();

    expect(await differenceInSample(sample(embedder))).toBe(null);
    expect(embedder.calls).toEqual([TEXTS.slice(0, 3)]);
  });

  it('is compared with the document instruction before each text', async () => {
    await fill('passage: ');

    expect(await differenceInSample(sample())).toContain('a text embedded again has cosine 0.');
    const embedder = { ...wordEmbedder(), documentInstruction: 'passage: ' };
    expect(await differenceInSample(sample(embedder))).toBe(null);
  });

  it('cannot be compared where it is empty, or has no texts there', async () => {
    await store.open({ dimensions: 8, distance: 'cosine', metadata: {} }, signal);
    expect(await differenceInSample(sample())).toBe(null);
    await fill();
    expect(await differenceInSample(sample(wordEmbedder(), 'number'))).toBe(null);
  });

  it('F-47: is refused when a vector is another', async () => {
    await fill();

    await expect(refuseOtherSample(sample(wordEmbedder({ size: 7 })))).rejects.toMatchObject({
      code: 'INDEX_MISMATCH',
      message:
        'the vectors of collection "c" are not those of "words": a text embedded again has cosine 0.000 with its own',
      hint: WAYS_OUT,
    });
  });
});
