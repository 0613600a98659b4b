import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectableGain, questionsNeeded } from '../../src/stats/detectable-gain.ts';
import { mcnemar } from '../../src/stats/mcnemar.ts';
import vectors from '../fixtures/python-stats/vectors.json' with { type: 'json' };

describe('questionsNeeded', () => {
  it.each(vectors.questionsNeeded)(
    'takes $questions for a gain of $gain where $discordance differ',
    ({ gain, questions, ...options }) => {
      expect(questionsNeeded(gain, options)).toBe(questions);
      expect(questionsNeeded(-gain, options)).toBe(questions);
    },
  );

  it.each([
    [0.15, 0.3],
    [0.2, 0.25],
    [0.3, 0.5],
  ])('gives the exact test nearly the power asked for: gain %d, discordance %d', (gain, discordance) => {
    const found = exactPower(questionsNeeded(gain, { discordance }), gain, discordance);

    expect(found).toBeGreaterThan(0.7);
    expect(found).toBeLessThan(0.83);
  });

  it('asks for more questions for more power or less doubt', () => {
    const base = questionsNeeded(0.1, { discordance: 0.3 });

    expect(questionsNeeded(0.1, { discordance: 0.3, power: 0.9 })).toBeGreaterThan(base);
    expect(questionsNeeded(0.1, { discordance: 0.3, significance: 0.01 })).toBeGreaterThan(base);
  });

  it('refuses gains that cannot be', () => {
    expect(() => questionsNeeded(0, { discordance: 0.3 })).toThrow(
      new RangeError('no gain of 0 where 0.3 of the questions differ'),
    );
    expect(() => questionsNeeded(0.4, { discordance: 0.3 })).toThrow(
      new RangeError('no gain of 0.4 where 0.3 of the questions differ'),
    );
  });
});

describe('detectableGain', () => {
  it('is the smallest gain that so many questions show', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 10, max: 10_000 }),
        fc.double({ min: 0, max: 0.3, noNaN: true }),
        (questions, losses) => {
          const gain = detectableGain(questions, { losses });
          fc.pre(gain !== null);
          const needed = (size: number) => questionsNeeded(size, { discordance: Math.min(1, size + 2 * losses) });

          expect(needed(gain)).toBeLessThanOrEqual(questions);
          expect(needed(gain * 0.99)).toBeGreaterThanOrEqual(questions);
        },
      ),
    );
  });

  it('is 35 points for the 20 questions of the tutorial when nothing is lost, and more when something is', () => {
    expect(detectableGain(20, { losses: 0 })).toBeCloseTo(0.3483, 4);
    expect(detectableGain(20, { losses: 0.1 })).toBeCloseTo(0.4904, 4);
  });

  it('gives the exact test nearly the power asked for', () => {
    const found = exactPower(
      100,
      detectableGain(100, { losses: 0.05 }) ?? 0,
      (detectableGain(100, { losses: 0.05 }) ?? 0) + 0.1,
    );

    expect(found).toBeGreaterThan(0.7);
    expect(found).toBeLessThan(0.83);
  });

  it('is null where not even the largest possible gain would be found', () => {
    expect(detectableGain(3, { losses: 0 })).toBe(null);
    expect(detectableGain(10, { losses: 0.4 })).toBe(null);
    expect(detectableGain(1_000_000, { losses: 0.5 })).toBe(null);
  });

  it('refuses questions that cannot be', () => {
    expect(() => detectableGain(0, { losses: 0.3 })).toThrow(
      new RangeError('no power of 0 questions of which 0.3 are lost'),
    );
    expect(() => detectableGain(10, { losses: 0.6 })).toThrow(
      new RangeError('no power of 10 questions of which 0.6 are lost'),
    );
  });
});

/** The chance that the exact McNemar test finds the gain, summed over everything that can happen. */
function exactPower(questions: number, gain: number, discordance: number): number {
  const shareGained = (discordance + gain) / 2 / discordance;
  let power = 0;
  for (let differing = 0; differing <= questions; differing += 1) {
    for (let gained = 0; gained <= differing; gained += 1) {
      if (mcnemar(gained, differing - gained) > 0.05) continue;
      power += binomial(differing, questions, discordance) * binomial(gained, differing, shareGained);
    }
  }
  return power;
}

function binomial(hits: number, trials: number, rate: number): number {
  let logarithm = hits * Math.log(rate) + (trials - hits) * Math.log(1 - rate);
  for (let index = 1; index <= hits; index += 1) logarithm += Math.log((trials - hits + index) / index);
  return Math.exp(logarithm);
}
