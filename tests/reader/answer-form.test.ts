import { describe, expect, it } from 'vitest';

import { formOf } from '../../src/reader/answer-form.ts';

const DEFAULTS = {
  isShort: true,
  hasFullNames: true,
  hasYearsOnly: false,
  hasUnits: false,
  hasArticles: false,
  hasCapitals: false,
};

describe('formOf', () => {
  it('asks for a sentence when there are no examples, or long ones', () => {
    const long = { question: 'Who sang?', answer: 'It was Ada Bolt who sang that night.' };

    expect(formOf([])).toEqual({ ...DEFAULTS, isShort: false });
    expect(formOf([long])).toMatchObject({ isShort: false });
    expect(formOf([long, { question: 'Who?', answer: 'Bolt' }, { question: 'What?', answer: 'a lamp' }])).toMatchObject(
      {
        isShort: true,
      },
    );
  });

  it.each([
    [{ hasYearsOnly: true }, 'When did it burn?', ['1911', '1874']],
    [{ hasUnits: true }, 'How many laps were run?', ['25 laps', '8 laps']],
    [{ hasFullNames: false }, 'Who sang?', ['Ada Bolt', 'Jon Veld']],
    [{}, 'Who sang?', ['Ada Bolt', 'Jon Emil Veld']],
    [{}, 'Who sang?', ['Ada Bolt']],
    [{ hasArticles: true }, 'What burned?', ['The Red Mill', 'Moor']],
    [{ hasCapitals: true }, 'Did it burn?', ['Yes', 'No']],
  ])('sees %o in the answers', (expected, question, answers) => {
    expect(formOf(answers.map((answer) => ({ question, answer })))).toEqual({ ...DEFAULTS, ...expected });
  });
});
