import { copyFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { describe, expect, it } from 'vitest';
import { closeDatabase } from '../../src/files/close-database.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder();

/** A database with a row, and with statements that nobody finalizes. */
function opened(name: string) {
  const path = join(folder.path, name);
  const database = new DatabaseSync(path);
  database.exec('PRAGMA journal_mode = WAL; CREATE TABLE rows (value TEXT)');
  const insert = database.prepare('INSERT INTO rows VALUES (?)');
  insert.run('first');
  return { path, database, insert };
}

function rowsIn(path: string): unknown[] {
  const database = new DatabaseSync(path);
  const rows = database.prepare('SELECT value FROM rows').all();
  database.close();
  return rows;
}

describe('closeDatabase', () => {
  it('leaves a file that is the whole without its log, though statements are left', () => {
    const { path, database } = opened('a.sqlite');

    closeDatabase(database);

    const copy = join(folder.path, 'copy.sqlite');
    copyFileSync(path, copy);
    expect(statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0).toBe(0);
    expect(rowsIn(copy)).toEqual([{ value: 'first' }]);
  });

  it('leaves the log to those that are still at work', () => {
    const { path, database } = opened('b.sqlite');
    const other = new DatabaseSync(path);
    other.exec("BEGIN IMMEDIATE; INSERT INTO rows VALUES ('second')");

    closeDatabase(database);

    other.exec('COMMIT');
    expect(rowsIn(path)).toEqual([{ value: 'first' }, { value: 'second' }]);
    other.close();
  });
});
