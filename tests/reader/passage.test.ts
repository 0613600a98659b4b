import { describe, expect, it } from 'vitest';

import { readPassage } from '../../src/reader/passage.ts';
import { textOf } from '../../src/reader/passage-text.ts';

const sentencesOf = (text: string) => {
  const passage = readPassage(text, 0);
  return passage.sentences.map((span) => textOf(passage, span));
};

describe('readPassage', () => {
  it.each([
    ['Ada Bolt | She was a miller.', 'Ada Bolt', 'She was a miller.'],
    ['Ada Bolt\nShe was a miller.', 'Ada Bolt', 'She was a miller.'],
    ['Ada Bolt. Ada Marie Bolt was a miller.', 'Ada Bolt', 'Ada Marie Bolt was a miller.'],
    ['Moor: The town of Moor has a mill.', 'Moor', 'The town of Moor has a mill.'],
    ['Moor (town) Moor is a town.', 'Moor (town)', 'Moor is a town.'],
    ['Ada Bolt was a miller. She died. Ada was old.', null, 'Ada Bolt was a miller. She died. Ada was old.'],
    ['Bolt (Norvish: "Bolt") is a name.', null, 'Bolt (Norvish: "Bolt") is a name.'],
  ])('tells title and text apart: %s', (text, title, body) => {
    expect(readPassage(text, 0)).toMatchObject({ title, body });
  });

  it('cuts sentences at stops, not behind initials, abbreviations and inside quotes', () => {
    expect(sentencesOf('J. K. Orne wrote "Mill. And?" in St. Brede. She left the U.S. in 1962! Inc. or not.')).toEqual([
      'J. K. Orne wrote "Mill.',
      'And?" in St. Brede.',
      'She left the U.S. in 1962!',
      'Inc. or not.',
    ]);
  });

  it('reads from the first sentence what a passage is about', () => {
    const { topic } = readPassage(
      'Ada Bolt (miller) | Ada Marie Bolt (born 1921) was a Norvish miller, singer and film director who sang.',
      0,
    );

    expect(topic).toMatchObject({
      label: 'Ada Bolt',
      fullName: 'Ada Marie Bolt',
      isSubject: true,
      kind: 'person',
      nouns: ['miller', 'singer', 'director'],
    });
    expect(topic.names.map((name) => name.map(({ text }) => text).join(' '))).toEqual(['Ada Bolt', 'Ada Marie Bolt']);
  });

  it('knows when a passage is not about its title', () => {
    expect(readPassage('Moor | In 1962 the miller sold his boat.', 0).topic).toMatchObject({
      isSubject: false,
      kind: null,
    });
  });

  it('finds no topic in a text that opens with neither', () => {
    expect(readPassage('and then they left.', 0).topic).toMatchObject({ label: '', fullName: '', names: [] });
    expect(readPassage('', 0).topic).toMatchObject({ label: '', nouns: [] });
  });
});
