import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type IndexIdentity,
  type IndexManifest,
  indexDigest,
  isCutAlike,
  lastingMetadata,
  manifestChanges,
  manifestFields,
  readManifest,
} from '../../src/core/index-manifest.ts';

const IDENTITY: IndexIdentity = {
  embeddingModel: 'openai/qwen3-embedding:0.6b',
  dimensions: 1024,
  documentInstruction: 'passage: ',
  corpus: 'wiki',
  corpusRevision: 'abc',
  requestedRevision: 'main',
  corpusLimit: null,
  chunker: 'fixed-length',
  chunkerOptions: { characters: 1024, overlap: 0 },
};
const MANIFEST: IndexManifest = {
  identity: IDENTITY,
  queryInstruction: 'Find it',
  state: 'complete',
  journal: 'j',
  run: 'r',
  counts: { documents: 2, chunks: 3 },
};

describe('manifestFields', () => {
  it('says what the index is, and under upkeep what changes with every run', () => {
    expect(manifestFields(MANIFEST)).toEqual({
      embedding_model: 'openai/qwen3-embedding:0.6b',
      dimensions: 1024,
      distance: 'cosine',
      document_instruction: 'passage: ',
      corpus: 'wiki',
      corpus_revision: 'abc',
      requested_revision: 'main',
      chunker: 'fixed-length',
      chunker_options: { characters: 1024, overlap: 0 },
      query_instruction: 'Find it',
      documents: 2,
      chunks: 3,
      digest: '466c05cf7233c3b7',
      upkeep: { state: 'complete', journal: 'j', run: 'r' },
    });
  });

  it('says how many rows were taken where not all were', () => {
    const identity = { ...IDENTITY, corpusLimit: 10 };

    expect(manifestFields({ ...MANIFEST, identity })).toMatchObject({
      corpus_limit: 10,
      digest: indexDigest(identity),
    });
    expect(manifestFields(MANIFEST)).not.toHaveProperty('corpus_limit');
    expect(manifestChanges(MANIFEST)).toMatchObject({ corpus_limit: null });
  });

  it('leaves out what is null, which Qdrant would take for a key to be removed', () => {
    const identity = { ...IDENTITY, documentInstruction: null, requestedRevision: null, corpusLimit: null };

    const fields = manifestFields({ ...MANIFEST, identity, queryInstruction: null, journal: null, counts: null });

    expect(JSON.stringify(fields)).not.toContain('null');
  });
});

describe('lastingMetadata', () => {
  it('leaves out what changes with every run, of the whole or of one shard', () => {
    const { upkeep, ...lasting } = manifestFields(MANIFEST);

    expect(lastingMetadata({ ...lasting, upkeep: upkeep ?? null, shard_1_of_2: { run: 'r' } })).toEqual(lasting);
  });
});

describe('readManifest', () => {
  const textOrNull = fc.option(fc.string());
  const anyManifest = fc.record({
    identity: fc.record({
      embeddingModel: fc.string(),
      dimensions: fc.constant(8),
      documentInstruction: textOrNull,
      corpus: fc.string(),
      corpusRevision: fc.string(),
      requestedRevision: textOrNull,
      corpusLimit: fc.option(fc.integer({ min: 1 }), { nil: null }),
      chunker: fc.string(),
      chunkerOptions: fc.dictionary(fc.constantFrom('a', 'b'), fc.nat()),
    }),
    queryInstruction: textOrNull,
    state: fc.constantFrom('building' as const, 'updating' as const, 'complete' as const),
    journal: textOrNull,
    run: textOrNull,
    counts: fc.option(fc.record({ documents: fc.nat(), chunks: fc.nat() })),
  });

  it('gives back what manifestFields wrote, also through JSON', () => {
    fc.assert(
      fc.property(anyManifest, (manifest) => {
        expect(readManifest(JSON.parse(JSON.stringify(manifestFields(manifest))), 8)).toEqual(manifest);
      }),
    );
  });

  it('knows a collection that something else has made', () => {
    expect(readManifest({}, 8)).toBe(null);
    expect(readManifest({ embedding_model: 7 }, 8)).toBe(null);
  });

  it('takes what it does not know for absent, and an index without a state for complete', () => {
    expect(readManifest({ embedding_model: 'm', upkeep: 'x', chunker_options: [1], documents: '2' }, 8)).toEqual({
      identity: {
        embeddingModel: 'm',
        dimensions: 8,
        documentInstruction: null,
        corpus: '',
        corpusRevision: '',
        requestedRevision: null,
        corpusLimit: null,
        chunker: '',
        chunkerOptions: {},
      },
      queryInstruction: null,
      state: 'complete',
      journal: null,
      run: null,
      counts: null,
    });
  });
});

describe('indexDigest', () => {
  it('does not depend on the order of options', () => {
    const chunkerOptions = { overlap: 0, characters: 1024 };

    expect(indexDigest({ ...IDENTITY, chunkerOptions })).toBe(indexDigest(IDENTITY));
  });

  it.each([
    { embeddingModel: 'x' },
    { dimensions: 8 },
    { documentInstruction: null },
    { corpus: 'x' },
    { corpusRevision: 'x' },
    { requestedRevision: 'x' },
    { corpusLimit: 11 },
    { chunker: 'x' },
    { chunkerOptions: { characters: 1024, overlap: 1 } },
  ])('is another with %j', (change) => {
    expect(indexDigest({ ...IDENTITY, ...change })).not.toBe(indexDigest(IDENTITY));
  });
});

describe('isCutAlike', () => {
  it.each([
    [{}, true],
    [{ chunker: 'sentence' }, false],
    [{ chunkerOptions: { characters: 1024 } }, false],
    [{ chunkerOptions: { overlap: 0, characters: 1024 } }, true],
  ])('compares with %j: %s', (change, expected) => {
    expect(isCutAlike(IDENTITY, { ...IDENTITY, ...change })).toBe(expected);
  });

  it('holds nothing against an index that does not say', () => {
    expect(isCutAlike({ ...IDENTITY, chunker: '' }, IDENTITY)).toBe(true);
  });
});
