import { describe, expect, it } from 'vitest';
import type { Fields } from '../../src/core/fields.ts';
import { columnsOf, documentFromColumns } from '../../src/corpora/document-columns.ts';

function documentOf(fields: Fields, columns: Partial<Parameters<typeof documentFromColumns>[0]> = {}) {
  return documentFromColumns({ text: 'text', metadata: [], ...columns }, { fields, origin: 'notes.jsonl:4' }, 3);
}

describe('documentFromColumns', () => {
  it('takes text, id, title and metadata from the columns named', () => {
    const row = { key: 12n, heading: 'The Lind', body: 'A river.', year: 1592, tags: ['a'] };

    expect(documentOf(row, { text: 'body', id: 'key', title: 'heading', metadata: ['year', 'tags'] })).toEqual({
      id: '12',
      text: 'A river.',
      metadata: { title: 'The Lind', year: 1592, tags: ['a'] },
    });
  });

  it('fills a text with columns in braces', () => {
    const row = { title: 'The $& Lind', sentences: ['A river.', 'It is long.'], note: null };

    expect(documentOf(row, { text: '{title}: {sentences}{note}' })?.text).toBe('The $& Lind: A river. It is long.');
  });

  it('knows a document by its id, else its path, else its position', () => {
    const ids = [
      { id: 'a', path: 'b' },
      { id: 0, path: 'b' },
      { id: '', path: 'b' },
      { id: null, path: null },
    ].map((row) => documentOf({ ...row, text: 'x' })?.id);

    expect(ids).toEqual(['a', '0', 'b', 'row-3']);
  });

  it('keeps where a document is from, unless other columns are named', () => {
    const fields = { text: 'x', path: 'a.md', title: 'A', page: 2 };
    const row = { fields, origin: 'a.md', about: ['path', 'title', 'page'] };
    const stored = (columns: Partial<Parameters<typeof documentFromColumns>[0]>) =>
      documentFromColumns({ text: 'text', ...columns }, row, 0)?.metadata;

    expect(stored({})).toEqual({ path: 'a.md', title: 'A', page: 2 });
    expect(stored({ title: 'path' })).toEqual({ title: 'a.md', path: 'a.md', page: 2 });
    expect(stored({ metadata: ['page'] })).toEqual({ page: 2 });
    expect(documentFromColumns({ text: 'text' }, { fields, origin: 'a.jsonl:1' }, 0)?.metadata).toEqual({});
  });

  it('takes a document by its own columns where those of rows are named', () => {
    const fields = { text: 'A hill.', path: 'a.md', title: 'Hill' };
    const row = { fields, origin: 'a.md', about: ['path', 'title'] };
    const documentOfRow = (columns: Partial<Parameters<typeof documentFromColumns>[0]>) =>
      documentFromColumns({ text: 'text', ...columns }, row, 0);

    expect(documentOfRow({ text: 'body', id: 'key', title: 'heading', metadata: ['year', 'path'] })).toEqual({
      id: 'a.md',
      text: 'A hill.',
      metadata: { path: 'a.md' },
    });
    expect(documentOfRow({ text: '{title}: {text}' })?.text).toBe('Hill: A hill.');
    expect(documentOfRow({ text: '{title}: {body}' })?.text).toBe('A hill.');
  });

  it('drops a row without text', () => {
    expect([documentOf({ text: ' \n' }), documentOf({ text: null })]).toEqual([null, null]);
  });

  it('names the columns of a row that misses one', () => {
    expect(() => documentOf({ body: 'x', texts: 'y' })).toThrow(
      'notes.jsonl:4 has no column "text"; it has "texts", "body"',
    );
    expect(() => documentOf({ text: 'x' }, { text: '{text}{title}' })).toThrow(
      'notes.jsonl:4 has no column "title"; it has "text"',
    );
    expect(() => documentOf({ text: 'x' }, { text: 'toString' })).toThrow(
      'notes.jsonl:4 has no column "toString"; it has "text"',
    );
    expect(() => documentOf({ text: 'x' }, { metadata: ['year'] })).toThrow('notes.jsonl:4 has no column "year"');
  });

  it.each([
    ['text', {}],
    ['id', { id: 'number' }],
    ['title', { title: 'name' }],
    ['metadata', { metadata: ['year'] }],
  ])('says which setting names the column: %s', (option, named) => {
    const row = option === 'text' ? { body: 'x' } : { text: 'x' };

    expect(() => documentOf(row, named)).toThrow(
      expect.objectContaining({ code: 'ROW_INVALID', hint: `say which column it is:  --set corpus.${option}=…` }),
    );
  });

  it('refuses what is neither a text nor an id', () => {
    expect(() => documentOf({ text: 5 })).toThrow('notes.jsonl:4 has a number in column "text", expected text');
    expect(() => documentOf({ text: 'x', key: '' }, { id: 'key' })).toThrow(
      'notes.jsonl:4 has an empty text in column "key", expected a text or a whole number',
    );
  });
});

describe('columnsOf', () => {
  it('lists each column once, those in braces too', () => {
    const columns = { text: '{title}. {text}', id: 'id', title: 'title', metadata: ['year'] };

    expect(columnsOf(columns)).toEqual(['id', 'title', 'text', 'year']);
  });

  it('is all columns when the id may be in any', () => {
    expect(columnsOf({ text: 'text', metadata: [] })).toBeNull();
  });
});
