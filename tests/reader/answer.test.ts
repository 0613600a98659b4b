import { describe, expect, it } from 'vitest';

import { findAnswer } from '../../src/reader/answer.ts';
import { formOf } from '../../src/reader/answer-form.ts';
import { claimHolds } from '../../src/reader/claim.ts';
import { searchWords } from '../../src/reader/key-words.ts';

const SHORT = formOf([{ question: 'Who?', answer: 'Ada Bolt' }]);

describe('findAnswer', () => {
  it('goes through a name from one passage to another', () => {
    const passages = [
      'Slack Water (novel) | Slack Water is a novel by Ada Bolt about a ferry.',
      'Jon Veld | Jon Veld was a printer. He was born in Brede.',
      'Ada Bolt | Ada Bolt was a writer. She was born in Moor and worked as a miller.',
    ];

    const found = findAnswer('In which town was the author of the novel Slack Water born?', passages);

    expect(found.inForm(SHORT)).toBe('Moor');
    expect(found.support).toBe('She was born in Moor and worked as a miller.');
  });

  it('does not answer with the question', () => {
    const found = findAnswer('Who painted Ada Bolt?', ['Ada Bolt was painted by Jon Veld. Ada Bolt liked it.']);

    expect(found.inForm(SHORT)).toBe('Jon Veld');
  });

  it.each([
    ['Slack Water and Low Tide are both what type of film?', 'documentary'],
    ['What do Slack Water and Low Tide have in common?', 'documentary'],
  ])('finds what two things share: %s', (question, expected) => {
    const passages = [
      'Slack Water | Slack Water is a documentary film.',
      'Low Tide | Low Tide is a short documentary.',
    ];

    expect(findAnswer(question, passages).inForm(SHORT)).toBe(expected);
  });

  it('fills the place of the wh-word behind the same words', () => {
    const found = findAnswer('Bolt was sentenced to what?', ['Bolt | Bolt was sentenced to hard labour, and fled.']);

    expect(found.inForm(SHORT)).toBe('hard labour');
  });
});

describe('searchWords', () => {
  it('gives the content words of the question, then new names of the passages', () => {
    expect(searchWords('Where was the author of Slack Water born?', [])).toBe('author Slack Water born');
    expect(
      searchWords('Where was the author of Slack Water born?', ['Slack Water is by Ada Bolt, a Norvish writer.']),
    ).toBe('author Slack Water born Ada Bolt');
  });
});

describe('claimHolds', () => {
  it('asks for most words of a statement in one passage, and for a yes to a question', () => {
    const passages = ['Moor | Moor is a town with a red mill.', 'Brede | Brede is an island.'];

    expect(claimHolds('The mill of Moor is red', passages)).toBe(true);
    expect(claimHolds('The lighthouse of Brede is green', passages)).toBe(false);
    expect(claimHolds('Is Moor a town?', passages)).toBe(true);
    expect(claimHolds('Is Moor an island?', passages)).toBe(false);
    expect(claimHolds('The mill of Moor is red', [])).toBe(false);
  });
});
