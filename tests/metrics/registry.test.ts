import { describe, expect, it } from 'vitest';
import { findEntry } from '../../src/core/registry.ts';
import { metrics } from '../../src/metrics/registry.ts';
import { exampleOf } from './example-of.ts';

const built = async (name: string, options: unknown = {}) => {
  const entry = findEntry(metrics, name);
  if (entry === null) throw new Error(`no metric ${name}`);
  return await entry.build(options, { judge: () => expect.unreachable() });
};

describe('metrics', () => {
  it.each([
    ['answer_exact_match', 'answer_exact_match'],
    ['exact-match', 'answer_exact_match'],
    ['answer_passage_match', 'answer_passage_match'],
    ['passage-match', 'answer_passage_match'],
    ['answer_and_passage_match', 'answer_and_passage_match'],
    ['validate_context_and_answer', 'answer_and_passage_match'],
    ['F1', 'answer_f1'],
    ['HotPotF1', 'hotpot_f1'],
    ['precision', 'answer_precision'],
  ])('finds %s', async (name, metric) => {
    expect((await built(name)).name).toBe(metric);
  });

  it('hands the options over', async () => {
    const metric = await built('exact-match', { frac: 0.5 });

    expect(metric.score(exampleOf({ answer: 'new york city' }), { answer: 'new york' })).toBe(true);
  });

  it('refuses options nobody reads', async () => {
    await expect(built('exact-match', { fraction: 0.5 })).rejects.toThrow('fraction');
  });
});
