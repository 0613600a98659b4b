import { describe, expect, test } from 'vitest';
import type { Example } from '../../src/core/example.ts';
import type { JsonValue } from '../../src/core/fields.ts';
import { findByQuestion, questionHash, sharedQuestions } from '../../src/core/question-overlap.ts';

const example = (id: string, question: JsonValue): Example => ({
  id,
  fields: { question, answer: 'a' },
  inputKeys: ['question'],
});

describe('sharedQuestions', () => {
  test('pairs the ids of questions that differ in form only', () => {
    const train = [example('t1', 'Who built the Boil?'), example('t2', 'How long is the Lind?')];
    const dev = [example('d1', 'how long is Lind'), example('d2', 'Where?'), example('d3', 'who built  the “Boil”?')];

    expect(sharedQuestions(train, dev)).toEqual([{ question: 'how long is Lind', train: 't2', dev: 'd1' }]);
  });

  test('finds nothing among records without a question', () => {
    expect(sharedQuestions([example('t', null)], [example('d', null)])).toEqual([]);
  });
});

describe('findByQuestion', () => {
  test('finds the example a demo was made of', () => {
    const find = findByQuestion([example('d1', 'Where is it?')]);

    expect(find({ augmented: true, question: 'Where is it?' })?.id).toBe('d1');
    expect(find({ question: 'Where was it?' })).toBeNull();
    expect(find({ query: 'Where is it?' })).toBeNull();
  });
});

describe('questionHash', () => {
  test('is blind to case, punctuation, articles and white space', () => {
    expect(questionHash({ question: 'What is the name?' })).toBe('bf33c96a32b00941');
    expect(questionHash({ question: ' what is\tname' })).toBe('bf33c96a32b00941');
  });

  test('tells questions apart of which nothing is left', () => {
    expect(questionHash({ question: '?' })).not.toBe(questionHash({ question: '!' }));
  });
});
