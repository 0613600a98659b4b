import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/core/fields.ts';
import { sameValue } from '../../src/metrics/same-value.ts';
import { PythonFloat } from '../../src/python/float.ts';
import { exampleOf } from './example-of.ts';

const score = (expected: JsonValue, predicted: JsonValue) =>
  sameValue({ field: 'answer' }).score(exampleOf({ answer: expected }), { answer: predicted });

describe('sameValue', () => {
  it.each<[JsonValue, JsonValue, boolean]>([
    [3, 3, true],
    [3, new PythonFloat(3), true],
    [3, '3', false],
    ['yes', 'Yes', false],
    [['a', 1], ['a', 1], true],
    [{ a: 1, b: 2 }, { b: 2, a: 1 }, true],
    [3, null, false],
  ])('expects %j and judges %j: %j', (expected, predicted, same) => {
    expect(score(expected, predicted)).toBe(same);
  });

  it('looks at another field when told', () => {
    expect(sameValue({ field: 'label' }).score(exampleOf({ label: 'a' }), { label: 'a', answer: 'b' })).toBe(true);
  });

  it('names what the example or the prediction lacks', () => {
    expect(() => sameValue({ field: 'label' }).score(exampleOf({ answer: 1 }), { label: 1 })).toThrow(
      expect.objectContaining({
        code: 'METRIC_FAILED',
        message: 'same_value: example "row-1" has no label, only answer',
      }),
    );
    expect(() => sameValue({ field: 'label' }).score(exampleOf({ label: 1 }), { answer: 1 })).toThrow(
      'same_value: prediction has no label, only answer',
    );
  });
});
