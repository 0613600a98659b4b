import { describe, expect, test } from 'vitest';
import { comparePrograms, isUnchanged, type PredictorChange } from '../../src/pipelines/compare-programs.ts';
import type { DemoDescription, PredictorDescription } from '../../src/pipelines/describe-program.ts';

const size = { characters: 4, estimatedTokens: 1 };
const demo = (question: string): DemoDescription => ({ kind: 'labeled', fields: { question }, size });
const [a, b, c] = [demo('a'), demo('b'), demo('c')];
const predictor: PredictorDescription = {
  name: 'generate_answer',
  instructions: 'Answer.',
  fields: [{ name: 'answer', role: 'output', type: 'str', prefix: 'Answer:', description: '${answer}' }],
  demos: [a, b],
  sizes: { system: size, demos: size, request: size, total: size },
};

function compare(change: Partial<PredictorDescription>): PredictorChange {
  const [only] = comparePrograms([predictor], [{ ...predictor, ...change }]);
  if (only === undefined) throw new Error('nothing was compared');
  return only;
}

describe('comparePrograms', () => {
  test('finds nothing between equals', () => {
    const same = compare({ demos: [demo('a'), demo('b')] });

    expect(isUnchanged(same)).toBe(true);
    expect(same).toEqual({
      name: 'generate_answer',
      instructions: null,
      fields: [],
      demos: { added: [], removed: [], kept: 2, reordered: false },
      size: { before: size, after: size },
    });
  });

  test.each([
    ['added', [a, b, c], { added: [c], removed: [], kept: 2, reordered: false }],
    ['removed', [b], { added: [], removed: [a], kept: 1, reordered: false }],
    ['in another order', [b, a], { added: [], removed: [], kept: 2, reordered: true }],
    ['replaced', [c, b], { added: [c], removed: [a], kept: 1, reordered: false }],
    ['twice', [a, a, b], { added: [a], removed: [], kept: 2, reordered: false }],
  ])('sees demos %s', (_, demos, expected) => {
    const change = compare({ demos });

    expect(change.demos).toEqual(expected);
    expect(isUnchanged(change)).toBe(false);
  });

  test('sees instructions, prefixes and sizes', () => {
    const [field] = predictor.fields;
    const other = { name: 'answer', role: 'output', type: 'str', prefix: 'A:', description: '${answer}' } as const;
    const larger = { characters: 8, estimatedTokens: 2 };

    const change = compare({
      instructions: 'Be brief.',
      fields: [other],
      sizes: { ...predictor.sizes, total: larger },
    });

    expect(change).toMatchObject({
      instructions: { before: 'Answer.', after: 'Be brief.' },
      fields: [{ before: field, after: other }],
      size: { before: size, after: larger },
    });
  });
});
