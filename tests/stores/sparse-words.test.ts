import { DatabaseSync } from '@photostructure/sqlite';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SparseVector, sparseWords } from '../../src/stores/sparse-words.ts';
import { wordsQuery } from '../../src/stores/words-query.ts';

type Page = { readonly title: string; readonly text: string };

describe('sparseWords', () => {
  const { document, length, query } = sparseWords();

  it('puts a word at the place Qdrant puts it, with its BM25 weight', () => {
    // The stems are "bee" and "honei"; their hashes by mmh3 are -1306793680 and -1505893370.
    const vector = document({ title: 'Bee', text: 'Honey, honey' }, 3);

    expect(entriesOf(vector)).toEqual({
      1306793680: expect.closeTo((3 * 2.2) / (3 + 1.2), 12),
      1505893370: expect.closeTo((2 * 2.2) / (2 + 1.2), 12),
    });
  });

  it('weighs a word less in a longer text', () => {
    const [short] = document({ text: 'bee' }, 2).values;
    const [long] = document({ text: 'bee on a rose' }, 2).values;

    expect(short).toBeCloseTo(2.2 / (1 + 1.2 * (0.25 + 0.75 * 0.5)), 12);
    expect(long).toBeCloseTo(2.2 / (1 + 1.2 * (0.25 + 0.75 * 2)), 12);
  });

  it('asks once for each telling word', () => {
    expect(query('Which bees are bees?')).toEqual({ indices: [1306793680], values: [1] });
    expect(query('?')).toEqual({ indices: [], values: [] });
  });

  it('counts the words of title and text, and takes a payload without them', () => {
    expect(length({ title: 'The bee', text: 'A bee is an insect', other: 'x' })).toBe(7);
    expect([length({ text: 3 }), document({}, 5)]).toEqual([0, { indices: [], values: [] }]);
  });

  it('scores as the full-text search of SQLite, given its rarity of words', () => {
    const word = fc.constantFrom('bee', 'bees', 'honey', 'rose', 'the', 'zebra', 'Züge', 'running', 'runs');
    const sentence = fc.array(word, { maxLength: 12 }).map((words) => words.join(' '));
    const pages = fc.array(fc.record({ title: sentence, text: sentence }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(pages, sentence, (corpus, question) => {
        expect(ourScores(corpus, question)).toEqual(
          sqliteScores(corpus, question).map((score) => expect.closeTo(score, 9)),
        );
      }),
    );
  });

  function ourScores(corpus: readonly Page[], question: string): number[] {
    const average = corpus.map(length).reduce((sum, one) => sum + one, 0) / corpus.length;
    const vectors = corpus.map((page) => entriesOf(document(page, average)));
    return vectors.map((weights) =>
      query(question).indices.reduce((sum, place) => {
        const documents = vectors.filter((vector) => place in vector).length;
        return sum + (weights[place] ?? 0) * sqliteRarity(corpus.length, documents);
      }, 0),
    );
  }
});

/** SQLite, fts5_aux.c: never negative, as Qdrant's is by another formula. */
function sqliteRarity(all: number, documents: number): number {
  return Math.max(Math.log((all - documents + 0.5) / (documents + 0.5)), 1e-6);
}

function sqliteScores(corpus: readonly Page[], question: string): number[] {
  const database = new DatabaseSync(':memory:');
  database.exec(`
    CREATE VIRTUAL TABLE words
    USING fts5 (title, text, content='', tokenize='porter unicode61 remove_diacritics 2')
  `);
  const insert = database.prepare('INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)');
  for (const [index, { title, text }] of corpus.entries()) insert.run(index, title, text);
  const search = wordsQuery(question);
  const sql = 'SELECT rowid, -bm25(words, 3.0, 1.0) AS score FROM words WHERE words MATCH ?';
  const rows: { rowid: number; score: number }[] = search === null ? [] : database.prepare(sql).all(search);
  database.close();
  return corpus.map((_, index) => rows.find(({ rowid }) => rowid === index)?.score ?? 0);
}

function entriesOf({ indices, values }: SparseVector): Record<number, number> {
  return Object.fromEntries(indices.map((place, at) => [place, values[at] ?? Number.NaN]));
}
