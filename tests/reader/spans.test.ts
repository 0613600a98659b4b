import { describe, expect, it } from 'vitest';

import { datesIn } from '../../src/reader/dates.ts';
import { listsOf, readingsOf } from '../../src/reader/name-readings.ts';
import { namesIn, quotedIn } from '../../src/reader/names.ts';
import { numbersIn, numberValue, withUnit } from '../../src/reader/numbers.ts';
import { readPassage } from '../../src/reader/passage.ts';
import { textOf } from '../../src/reader/passage-text.ts';
import { phrasesIn } from '../../src/reader/phrases.ts';
import { placesIn } from '../../src/reader/places.ts';
import type { Span } from '../../src/reader/words.ts';

/** The texts of the spans that `find` sees in the first sentence of a text. */
function seen(text: string, find: (passage: ReturnType<typeof readPassage>, sentence: Span) => readonly Span[]) {
  const passage = readPassage(text, 0);
  return find(passage, passage.sentences[0] ?? { from: 0, to: 0 }).map((span) => textOf(passage, span));
}

describe('namesIn', () => {
  const names = (text: string) => seen(text, namesIn);

  it('joins small words, numbers and nicknames into a name', () => {
    expect(names('It was seen by Ludwig van Holt of the Bank of Moor and Emil "Red" Veld on Route 66.')).toEqual([
      'Ludwig van Holt of the Bank of Moor',
      'Emil "Red" Veld',
      'Route 66',
    ]);
  });

  it('takes neither the first word of a sentence for a name, nor months and days of the week', () => {
    expect(names('Hired in April, on a Monday, Ada Bolt left.')).toEqual(['Ada Bolt']);
    expect(names('Bolt left; all knew Bolt.')).toEqual(['Bolt', 'Bolt']);
  });
});

describe('quotedIn', () => {
  it('gives what stands in quotes without a comma before the closing one', () => {
    expect(seen('She sang "Slack Water," and “Low Tide” twice.', quotedIn)).toEqual(['Slack Water', 'Low Tide']);
  });
});

describe('readingsOf', () => {
  it('reads names shorter and longer', () => {
    const readings = (text: string) =>
      seen(text, (passage, sentence) => readingsOf(passage, namesIn(passage, sentence)));

    expect(readings('She was Chief of Staff of the Navy.')).toEqual(['Chief of Staff']);
    expect(readings('She lived in Moor, Eastmark.')).toEqual(['Moor, Eastmark']);
    expect(readings('He ran the Moor Iron and Cannon Company.')).toEqual(['Moor Iron and Cannon Company']);
    expect(readings('It was Emil Veld, Jr. again.')).toEqual(['Emil Veld, Jr.']);
    expect(readings("He saw Moor's Red Mill.")).toEqual(['Moor', 'Red Mill']);
  });
});

describe('listsOf', () => {
  it('gives runs of two or more names', () => {
    const lists = seen('It was made by Ada Bolt, Jon Veld and Emil Holt in Moor.', (passage, sentence) =>
      listsOf(passage, namesIn(passage, sentence)),
    );

    expect(lists).toEqual(['Ada Bolt, Jon Veld and Emil Holt']);
  });
});

describe('datesIn', () => {
  const dates = (text: string) => seen(text, ({ tokens }, sentence) => datesIn(tokens, sentence));

  it('reads days, months, years, decades and centuries', () => {
    expect(
      dates('On July 16, 1966, 2 May 1907, 3 June, in June 1911, 1874, the late 1970s and the 19th century.'),
    ).toEqual(['July 16, 1966', '2 May 1907', '3 June', 'June 1911', '1874', 'late 1970s', '19th century']);
  });

  it('adds ranges, and the first of two days', () => {
    expect(dates('He lived there between 1931 and 1938.')).toEqual(['1931', '1938', 'between 1931 and 1938']);
    expect(dates('It was fought on 26–30 August 1914.')).toEqual(['26–30 August 1914']);
  });

  it('orders them in time', () => {
    const { tokens } = readPassage('In 1874, on 2 May 1907, on 3 May 1907, in the 1970s.', 0);
    const orders = datesIn(tokens, { from: 0, to: tokens.length }).map(({ order }) => order);

    expect(orders).toEqual([...orders].sort((left, right) => left - right));
    expect(new Set(orders).size).toBe(4);
  });
});

describe('numbersIn', () => {
  it('reads digits and words with scale and sign, scores, but no dates', () => {
    expect(
      seen('In 1962 two men won $10.5 million, 3,677 seats, 23–16 on 4 May.', ({ tokens }, sentence) =>
        numbersIn(tokens, sentence),
      ),
    ).toEqual(['two', '$10.5 million', '3,677', '23–16']);
  });
});

describe('withUnit', () => {
  it('adds the unit behind a number', () => {
    expect(
      seen('It is 412 metres long and has 7 arches.', ({ tokens }, sentence) =>
        numbersIn(tokens, sentence).map((number) => withUnit(tokens, number)),
      ),
    ).toEqual(['412 metres', '7']);
  });
});

describe('numberValue', () => {
  it.each([
    ['$10.5 million', 10_500_000],
    ['3,677', 3677],
    ['two', 2],
    ['a dozen', null],
  ])('reads %s', (text, value) => {
    expect(numberValue(text)).toBe(value);
  });
});

describe('phrasesIn', () => {
  it('reads nouns with what describes them, and without what the question says', () => {
    expect(
      seen('It is in acidic bogs.', ({ tokens }, sentence) => phrasesIn(tokens, sentence, new Set(['bog']))),
    ).toEqual(['acidic bogs', 'bogs', 'acidic']);
  });
});

describe('placesIn', () => {
  it('gives the parts of places behind a preposition', () => {
    expect(
      placesIn(readPassage('Ada Bolt was born in Moor, Eastmark, Norvia. She left for the Isle of Brede.', 0)),
    ).toEqual([['Moor', 'Eastmark', 'Norvia']]);
  });
});
