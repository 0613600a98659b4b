import { describe, expect, it } from 'vitest';
import { detectableDifference, questionsForDifference } from '../../src/stats/detectable-difference.ts';

describe('questionsForDifference', () => {
  it.each([
    // Cohen 1988, two-sided 5 %, power 80 %: (1.9600 + 0.8416)² / d², before the correction for small samples.
    [0.2, 197],
    [0.5, 32],
    [0.8, 13],
  ])('takes (2.8016 / d)² questions for a standardized difference of %d: %d', (difference, questions) => {
    expect(questionsForDifference(difference, { deviation: 1 })).toBe(questions);
    expect(questionsForDifference(-difference, { deviation: 1 })).toBe(questions);
  });

  it('takes more for more power', () => {
    expect(questionsForDifference(0.5, { deviation: 1, power: 0.9 })).toBe(43);
  });

  it('refuses no difference', () => {
    expect(() => questionsForDifference(0, { deviation: 1 })).toThrow(RangeError);
  });
});

describe('detectableDifference', () => {
  it('is what so many questions are needed for', () => {
    const difference = detectableDifference(50, { deviation: 0.4 });

    expect(difference).toBeCloseTo(0.1585, 4);
    expect(questionsForDifference(difference, { deviation: 0.4 })).toBe(50);
  });
});
