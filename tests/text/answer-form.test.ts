import { describe, expect, it } from 'vitest';
import { answerForm, isVerdict } from '../../src/text/answer-form.ts';

describe('answerForm', () => {
  it.each([
    ['Paris', 'Paris', null],
    ['the Paris!', 'Paris', null],
    ['London', 'Paris', null],
    ['', 'Paris', null],
    ['The capital is Paris, France', 'Paris', 'longer'],
    ['Parisian', 'Paris', null],
    ['Obama', 'Barack Obama', 'shorter'],
    ['1931', '21 January 1931', null],
    ['January 1931', '21 January 1931', 'shorter'],
    ['January 21, 1931', '21 January 1931', 'order'],
    ['Smith, John', 'John Smith', 'order'],
    ['Beyonce', 'Beyoncé', 'accents'],
    ['thé vert', 'the vert', 'accents'],
    ['rock n roll', "Rock 'n' Roll", null],
    ['rock-n-roll', 'rock n roll', 'spacing'],
    ['New–York', 'New York', 'spacing'],
    ['seven', '7', 'number'],
    ['twenty-one', '21', null],
    ['twenty one years', '21', 'number'],
    ['7 islands', 'seven islands', 'number'],
    ['Yes, both are', 'yes', 'longer'],
    ['There is no evidence', 'no', null],
    ['No', 'yes', null],
  ])('takes %j for %j as %s', (predicted, answer, form) => {
    expect(answerForm(predicted, answer)).toBe(form);
  });
});

describe('isVerdict', () => {
  it.each([
    ['Yes', true],
    ['no.', true],
    ['noanswer', true],
    ['', true],
    ['—', true],
    ['7', false],
    ['nothing', false],
  ])('%j: %s', (answer, expected) => {
    expect(isVerdict(answer)).toBe(expected);
  });
});
