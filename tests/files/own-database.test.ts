import { type DatabaseSyncInstance as Database, DatabaseSync } from '@photostructure/sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { inTransaction, sharedTransactions } from '../../src/files/own-database.ts';

const LONG = 60_000;

let database: Database;

beforeEach(() => {
  database = new DatabaseSync(':memory:');
  // What has no owner is found out by the commit only.
  database.exec(`
    PRAGMA foreign_keys = ON;
    CREATE TABLE owners (name TEXT PRIMARY KEY) STRICT;
    CREATE TABLE items (owner TEXT NOT NULL REFERENCES owners DEFERRABLE INITIALLY DEFERRED) STRICT;
  `);
});
afterEach(() => database.close());

const addOwner = (name: string) => () => database.exec(`INSERT INTO owners VALUES ('${name}')`);
const addOrphan = () => database.exec(`INSERT INTO items VALUES ('nobody')`);
const fail = () => {
  throw new Error('no');
};
const owners = () =>
  database
    .prepare('SELECT name FROM owners')
    .all()
    .map(({ name }) => name);

describe('inTransaction', () => {
  it('does all of the work or none of it', () => {
    inTransaction(database, addOwner('a'));
    const half = () => inTransaction(database, () => [addOwner('b')(), fail()]);

    expect(half).toThrow('no');
    expect([owners(), database.isTransaction]).toEqual([['a'], false]);
  });

  it('leaves no transaction behind when the commit fails', () => {
    expect(() => inTransaction(database, addOrphan)).toThrow(/FOREIGN KEY/);
    expect(database.isTransaction).toBe(false);
  });
});

describe('sharedTransactions', () => {
  it('commits several pieces of work in one go', () => {
    const { run, commit } = sharedTransactions(database, LONG);
    run(addOwner('a'));
    run(addOwner('b'));
    expect(database.isTransaction).toBe(true);

    commit();

    expect([owners(), database.isTransaction]).toEqual([['a', 'b'], false]);
  });

  it('takes along what was not committed when work fails', () => {
    const { run, commit } = sharedTransactions(database, LONG);
    run(addOwner('a'));
    commit();
    run(addOwner('b'));

    expect(() => run(fail)).toThrow('no');
    expect([owners(), database.isTransaction]).toEqual([['a'], false]);
  });

  it('tells of a late commit that failed when it is next used', async () => {
    const { run, commit } = sharedTransactions(database, 1);
    run(addOrphan);
    await expect.poll(() => database.isTransaction).toBe(false);

    expect(() => run(addOwner('a'))).toThrow(/FOREIGN KEY/);
    expect(commit).toThrow(/FOREIGN KEY/);
  });
});
