import { DatabaseSync } from '@photostructure/sqlite';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stemming, tellingWords, wordsOf } from '../../src/stores/words.ts';
import { hasShared, readSharedJsonLines } from '../shared-data.ts';

const PAGES = 'data/hotpotqa/dev-visible-300.corpus.jsonl.gz';

describe('wordsOf', () => {
  it.each([
    ["Arthur's Magazine (1844–1846)", ['arthur', 's', 'magazine', '1844', '1846']],
    ['Café, CAFÉ und Ca\u0301fe', ['cafe', 'cafe', 'und', 'cafe']],
    ['Где живё\u0301т Ёж? ΣΊΣΥΦΟΣ 龍の星 ½', ['где', 'живёт', 'ёж', 'σίσυφοσ', '龍の星', '½']],
    ['snake_case, e-mail, 3.14', ['snake', 'case', 'e', 'mail', '3', '14']],
    ['?!  ', []],
  ])('finds the words of %j', (text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });
});

describe('stemming', () => {
  it('keeps only the stem of a word', () => {
    expect(['running', 'relational', 'ponies', 'skies', 'a', 'naive', 'живёт'].map(stemming())).toEqual([
      'run',
      'relat',
      'poni',
      'ski',
      'a',
      'naiv',
      'живёт',
    ]);
  });
});

describe('tellingWords', () => {
  it('leaves out stop words and repetitions', () => {
    expect(tellingWords('What is the capital of the capital? Or its capitals?')).toEqual(['capital']);
  });

  it('keeps stop words when there is nothing else', () => {
    expect(tellingWords('Who is who?')).toEqual(['who', 'is']);
  });
});

describe('wordsOf and stemming', () => {
  it('agree with SQLite on Latin, Greek and Cyrillic text', () => {
    const latin = fc.constantFrom(
      ...'abcdefghilmnorstuyz éèöüñçå AEIOST_-01',
      'ing',
      'ational',
      'fulness',
      'eed',
      'ies',
    );
    const other = fc.constantFrom(...'ЁёЙйжш Σσςά龍の.');
    const phrase = fc.oneof(fc.string({ unit: latin, maxLength: 20 }), fc.string({ unit: other, maxLength: 20 }));
    const text = fc.array(phrase, { maxLength: 4 }).map((phrases) => phrases.join(' '));
    fc.assert(
      fc.property(text, (one) => {
        expect(ours([one])).toEqual(sqlites([one]));
      }),
      { numRuns: 200 },
    );
  });

  it.skipIf(!hasShared(PAGES))('agree with SQLite on every word of 2,958 passages of Wikipedia', () => {
    const pages = readSharedJsonLines<{ title: string; text: string }>(PAGES).map(
      ({ title, text }) => `${title} ${text}`,
    );
    const [mine, theirs] = [ours(pages), sqlites(pages)];

    const different = Object.keys(theirs).filter((word) => mine[word] !== theirs[word]);

    expect([Object.keys(theirs).length, different]).toEqual([20_608, []]);
  });
});

function ours(texts: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  const stem = stemming();
  for (const word of texts.flatMap(wordsOf).map(stem)) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

function sqlites(texts: readonly string[]): Record<string, number> {
  const database = new DatabaseSync(':memory:');
  database.exec("CREATE VIRTUAL TABLE words USING fts5 (text, tokenize='porter unicode61 remove_diacritics 2')");
  const insert = database.prepare('INSERT INTO words (text) VALUES (?)');
  for (const text of texts) insert.run(text);
  database.exec("CREATE VIRTUAL TABLE terms USING fts5vocab (words, 'row')");
  const rows: { term: string; cnt: number }[] = database.prepare('SELECT term, cnt FROM terms').all();
  database.close();
  return Object.fromEntries(rows.map(({ term, cnt }) => [term, cnt]));
}
