import { describe, expect, it } from 'vitest';
import type { Fields } from '../../src/core/fields.ts';
import { unrecorded } from '../../src/core/metric.ts';
import { findEntry } from '../../src/core/registry.ts';
import type { Passage } from '../../src/core/retriever.ts';
import { metrics } from '../../src/metrics/registry.ts';
import { exampleOf } from './example-of.ts';

/** Passages in the order of these titles; ids are the titles in lower case. */
function passages(...titles: string[]): Passage[] {
  return titles.map((title, index) => ({
    id: `chunk-${index}`,
    text: 't',
    score: 1,
    metadata: { title, document_id: title.toLowerCase() },
  }));
}

async function score(name: string, options: object, fields: Fields, found: readonly Passage[]) {
  const entry = findEntry(metrics, name);
  if (entry === null) throw new Error(`no metric ${name}`);
  const metric = await entry.build(options, { judge: () => expect.unreachable() });
  return metric.score(exampleOf(fields), {}, undefined, unrecorded(found));
}

const TWO = { gold_titles: ['Paris', 'Lyon'] };

describe('the retrieval metrics', () => {
  it.each<[string, object, readonly string[], number]>([
    ['retrieval_recall', {}, ['Nice', 'Paris', 'Rome'], 1 / 2],
    ['retrieval_recall', {}, ['Lyon', 'Paris'], 1],
    ['retrieval_recall', { k: 1 }, ['Lyon', 'Paris'], 1 / 2],
    ['retrieval_recall', {}, ['Paris', 'Paris'], 1 / 2],
    ['retrieval_recall', {}, [], 0],
    ['retrieval_mrr', {}, ['Nice', 'Paris', 'Lyon'], 1 / 2],
    ['retrieval_mrr', { k: 1 }, ['Nice', 'Paris'], 0],
    ['retrieval_ndcg', {}, ['Lyon', 'Paris'], 1],
    // Ranks 2 and 4 of two: (1/log₂3 + 1/log₂5) / (1/log₂2 + 1/log₂3).
    ['retrieval_ndcg', {}, ['Nice', 'Paris', 'Paris', 'Lyon'], 0.650921],
    // Only one of the two can be in the first place.
    ['retrieval_ndcg', { k: 1 }, ['Lyon', 'Paris'], 1],
    ['retrieval_ndcg', { k: 3 }, ['Nice', 'Rome', 'Paris'], 0.306574],
    ['retrieval_ndcg', {}, ['Nice'], 0],
  ])('%s %j of %j', async (name, options, found, expected) => {
    expect(await score(name, options, TWO, passages(...found))).toBeCloseTo(expected, 6);
  });

  it.each([
    [{}, { gold_passage_ids: ['paris'] }, 1],
    [{}, { gold_passage_ids: ['chunk-1'] }, 1],
    [{}, { gold_passage_ids: 'paris' }, 1],
    [{ gold: 'sources' }, { sources: ['nice'], gold_titles: ['Rome'] }, 1],
    [{ gold: 'sources', field: 'title' }, { sources: ['nice'] }, 0],
    [{ gold: 'sources', field: 'title' }, { sources: ['Nice'] }, 1],
    [{ gold: 'sources', field: 'id' }, { sources: ['nice'] }, 0],
    [{ gold: 'sources', field: 'id' }, { sources: ['chunk-0'] }, 1],
    [{}, { gold_titles: ['Paris '] }, 1],
  ])('find by %j in %j', async (options, fields, expected) => {
    expect(await score('retrieval_recall', options, fields, passages('Nice', 'Paris'))).toBe(expected);
  });

  it('carry their k in the name', async () => {
    const entry = findEntry(metrics, 'ndcg');

    expect((await entry?.build({ k: 10 }, { judge: () => expect.unreachable() }))?.name).toBe('retrieval_ndcg@10');
  });

  it.each<[Fields, string]>([
    [{ answer: 'x' }, 'retrieval_mrr: example "row-1" has no gold_titles or gold_passage_ids, only answer'],
    [{ gold_titles: [] }, 'retrieval_mrr: gold_titles of example "row-1" is no text and no list of texts'],
    [{ gold_titles: [7] }, 'retrieval_mrr: gold_titles of example "row-1" is no text and no list of texts'],
  ])('cannot judge %j', async (fields, message) => {
    await expect(score('retrieval_mrr', {}, fields, passages('Nice'))).rejects.toMatchObject({
      code: 'METRIC_FAILED',
      message,
    });
  });
});
