import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runFinder } from '../../src/text/run-finder.ts';
import { answerTokens, containsRun } from '../../src/text/token-runs.ts';

describe('runFinder', () => {
  it('tells each answer once, with the first text that holds it', () => {
    const finder = runFinder(['Port Ellery', 'Port', 'the Boil', 'nowhere']);

    expect(finder.missing).toBe(4);
    expect(finder.search('The port of Port Ellery')).toEqual(['Port', 'Port Ellery']);
    expect(finder.search('Port Ellery, once more')).toEqual([]);
    expect(finder.search('The Boil is a whirlpool; the boil!')).toEqual(['the Boil']);
    expect(finder.missing).toBe(1);
  });

  it('does not look for answers that normalize to nothing', () => {
    expect(runFinder(['the', '—', '']).search('the — ')).toEqual(['—']);
  });

  it('finds what a comparison of every answer with every text finds', () => {
    const words = fc.array(fc.constantFrom('x', 'y', 'z'), { minLength: 1, maxLength: 3 });
    const texts = fc.array(fc.array(fc.constantFrom('x', 'y', 'z', 'w'), { maxLength: 8 }), { maxLength: 5 });
    fc.assert(
      fc.property(fc.array(words, { maxLength: 6 }), texts, (runs, passages) => {
        const answers = [...new Set(runs.map((run) => run.join(' ')))];
        const finder = runFinder(answers);

        const found = passages.flatMap((passage) => finder.search(passage.join(' ')));

        const expected = answers.filter((answer) =>
          passages.some((passage) => containsRun(passage, answerTokens(answer))),
        );
        expect(found.toSorted()).toEqual(expected.toSorted());
        expect(finder.missing).toBe(answers.length - expected.length);
      }),
    );
  });
});
