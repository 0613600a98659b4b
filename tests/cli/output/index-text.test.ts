import { describe, expect, it } from 'vitest';
import { indexText } from '../../../src/cli/output/index-text.ts';
import type { IndexReport } from '../../../src/pipelines/index-corpus.ts';

const one: IndexReport = {
  collection: 'islands',
  documents: 1,
  chunks: 1,
  embedded: 1,
  cached: 0,
  unchanged: 0,
  upserted: 1,
  removed: 0,
  empty: 0,
  repeated: 0,
  repeatedDocuments: 0,
  failed: 0,
  failures: [],
  stored: 1,
  shard: null,
  dimensions: 8,
  digest: 'd',
  seconds: 0.25,
  waitingForEmbeddings: 0.5,
};

describe('indexText', () => {
  it('counts one of each in the singular, but for the line that scripts read', () => {
    expect(indexText(one)).toMatchInlineSnapshot(`
      "collection "islands": 1 point
      1 document, 1 chunk, 1 vector of 8 numbers
      0.3 s, 50 % of it waiting for the embedding model
      1 chunks indexed"
    `);
  });

  it('tells what else became of the chunks, and what was left out', () => {
    const failures: IndexReport['failures'] = [
      { origin: 'corpus.jsonl:7', code: 'ROW_INVALID', message: 'corpus.jsonl:7 has no text' },
    ];
    const report = {
      ...one,
      documents: 3,
      chunks: 4,
      upserted: 0,
      unchanged: 3,
      cached: 1,
      failed: 1,
      failures,
      stored: 4,
    };

    expect(indexText(report)).toMatchInlineSnapshot(`
      "collection "islands": 4 points
      3 documents, 4 chunks, 0 vectors of 8 numbers
      3 stored before, 1 from the cache of embeddings, 1 left out
      left out: ROW_INVALID  corpus.jsonl:7 has no text
      0.3 s, 50 % of it waiting for the embedding model
      4 chunks indexed"
    `);
  });

  it('names the shards that are waited for', () => {
    const shard = { index: 1, count: 30, waitingFor: Array.from({ length: 29 }, (_, left) => left + 2) };
    const lineOf = (report: IndexReport) => indexText(report).split('\n')[2];

    expect(lineOf({ ...one, shard })).toMatchInlineSnapshot(
      `"shard 1 of 30; not complete yet: 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, …"`,
    );
    expect(lineOf({ ...one, shard: { ...shard, waitingFor: [] } })).toMatchInlineSnapshot(
      `"shard 1 of 30; the index is complete"`,
    );
  });
});
