import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { describe, expect, it } from 'vitest';
import { RagError } from '../../src/core/errors.ts';
import { sqliteError } from '../../src/stores/sqlite-errors.ts';

describe('sqliteError', () => {
  it('says which file a full disk concerns, and that running again goes on', () => {
    const database = new DatabaseSync(':memory:');
    database.exec('CREATE TABLE t (x); PRAGMA max_page_count = 10');

    const error = sqliteError(
      thrownBy(() => database.exec('INSERT INTO t VALUES (zeroblob(1000000))')),
      '/a/b.sqlite',
    );

    expect(error).toMatchObject({
      code: 'DISK_FULL',
      message: 'the disk is full, /a/b.sqlite was left as it was before this write',
      hint: 'free some space and run the same command again: it goes on where it stopped',
    });
  });

  it('takes a file system that is full or read-only for the same', () => {
    const codes = ['ENOSPC', 'EROFS', 'EACCES', 'EPERM'].map((code) =>
      sqliteError(Object.assign(new Error(`${code}: mkdir`), { code }), '/a'),
    );

    expect(codes).toMatchObject([
      { code: 'DISK_FULL' },
      { code: 'FILE_NOT_WRITABLE' },
      { code: 'FILE_NOT_WRITABLE' },
      { code: 'FILE_NOT_WRITABLE' },
    ]);
  });

  it('refuses a write to a database opened for reading', () => {
    const folder = mkdtempSync(join(tmpdir(), 'rag-errors-'));
    const path = join(folder, 'a.sqlite');
    new DatabaseSync(path).exec('CREATE TABLE t (x)');
    const database = new DatabaseSync(path, { readOnly: true });

    const error = sqliteError(
      thrownBy(() => database.exec('INSERT INTO t VALUES (1)')),
      path,
    );

    expect(error).toMatchObject({
      code: 'FILE_NOT_WRITABLE',
      message: `the store ${path} cannot be opened for writing: attempt to write a readonly database`,
    });
    database.close();
    rmSync(folder, { recursive: true });
  });

  it('keeps the words of any other error of SQLite', () => {
    const cause = thrownBy(() => new DatabaseSync(':memory:').exec('SELECT * FROM missing'));

    expect(sqliteError(cause, '/a')).toMatchObject({
      code: 'STORE_FAILED',
      message: 'the store /a failed: no such table: missing',
      cause,
    });
  });

  it('leaves alone what SQLite did not throw', () => {
    const others = [new RagError('COLLECTION_NOT_FOUND', 'x'), new TypeError('x'), 'x'];

    expect(others.map((other) => sqliteError(other, '/a'))).toEqual(others);
  });
});

function thrownBy(work: () => void): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('expected an error');
}
