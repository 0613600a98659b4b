import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ListedPoint } from '../../src/core/collection-upkeep.ts';
import type { JsonValue } from '../../src/core/fields.ts';
import { type AnswerSearch, findAnswers } from '../../src/pipelines/find-answers.ts';

const TEXTS = ['The capital is Port Ellery.', 'Mount Ordrun is the highest mountain.', 'No answer here'];

function search(answers: readonly JsonValue[], changes: Partial<AnswerSearch> = {}): AnswerSearch {
  const points: ListedPoint[] = TEXTS.map((text, index) => ({ id: `p${index}`, payload: { text } }));
  return {
    store: {
      list: async function* () {
        yield points.slice(0, 2);
        yield points.slice(2);
      },
    },
    textField: 'text',
    examples: answers.map(exampleOf),
    mostPoints: 100,
    report: () => {},
    signal: new AbortController().signal,
    ...changes,
  };
}

function exampleOf(answer: JsonValue, index = 0) {
  return { id: `q${index}`, fields: { question: '?', answer }, inputKeys: ['question'] };
}

describe('findAnswers', () => {
  it.each<[JsonValue, boolean | null]>([
    ['Port Ellery', true],
    ['port-ellery', false],
    [['Brannoch', 'mount ordrun'], true],
    ['Brannoch', false],
    ['no', null],
    ['', null],
    [['yes', 'Brannoch'], false],
    [7, null],
  ])('knows whether %j is in the collection: %s', async (answer, expected) => {
    const { inCorpus } = await findAnswers(search([answer]));

    expect(inCorpus(exampleOf(answer))).toBe(expected);
  });

  it('makes one digest of all ids', async () => {
    const { digest } = await findAnswers(search(['x']));

    expect(digest).toBe(createHash('sha256').update('p0\np1\np2\n').digest('hex'));
  });

  it('claims nothing about what it has not looked at', async () => {
    const { inCorpus, digest } = await findAnswers(search(['Port Ellery', 'Brannoch'], { mostPoints: 2 }));

    expect(inCorpus(exampleOf('Port Ellery'))).toBe(true);
    expect(inCorpus(exampleOf('Brannoch'))).toBe(null);
    expect(digest).toBe(null);
  });

  it('does not open the collection when nothing is to be looked at', async () => {
    const store = { list: () => expect.unreachable() };

    expect((await findAnswers(search(['x'], { mostPoints: 0, store }))).inCorpus(exampleOf('x'))).toBe(null);
  });
});
