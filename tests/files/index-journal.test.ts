import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { ProgressEvent } from '../../src/core/events.ts';
import { type IndexJournalFile, indexJournal } from '../../src/files/index-journal.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder();
let path = '';
let events: ProgressEvent[] = [];
let opened: IndexJournalFile[] = [];

beforeEach(() => {
  path = join(folder.path, 'home', 'journal.sqlite');
  events = [];
  opened = [];
});
afterEach(() => {
  for (const journal of opened) journal.close();
});

function open(commitAfterMs = 60_000): IndexJournalFile {
  const journal = indexJournal({ path, report: (event) => events.push(event), busyTimeoutMs: 20, commitAfterMs });
  opened.push(journal);
  return journal;
}

function id(number: number): string {
  return `${number.toString(16).padStart(8, '0')}-ffff-5fff-8fff-00000000000a`;
}

function chunk(number: number, documentId = `d${number}`) {
  return { id: id(number), documentId };
}

describe('indexJournal', () => {
  it('begins with nothing', () => {
    const journal = open();

    expect([journal.token, journal.foreign, journal.run, journal.count(), journal.stale('full')]).toEqual([
      null,
      0,
      null,
      0,
      [],
    ]);
  });

  it('knows what was confirmed, also when it is opened again', () => {
    const first = open();
    first.beginSweep();
    first.confirm([chunk(1), chunk(2)]);
    first.close();

    const journal = open();
    journal.beginSweep();

    expect(journal.count()).toBe(2);
    expect(journal.sightChunks([chunk(1), chunk(3), chunk(1)])).toEqual(['stored', 'new', 'repeated']);
  });

  it('tells that a chunk was confirmed earlier in the same sweep', () => {
    const journal = open();
    journal.beginSweep();
    journal.confirm([chunk(1)]);

    expect(journal.sightChunks([chunk(1)])).toEqual(['repeated']);
  });

  it('tells that a document of that id was there before in this sweep', () => {
    const journal = open();
    journal.beginSweep();
    expect(journal.sightDocuments(['a', 'b', 'a'])).toEqual([false, false, true]);
    expect(journal.sightDocuments(['b'])).toEqual([true]);

    journal.beginSweep();
    expect(journal.sightDocuments(['b'])).toEqual([false]);
  });

  it('finds the chunks a sweep has not seen, of documents still there or of all', () => {
    const journal = open();
    journal.beginSweep();
    journal.sightDocuments(['kept', 'gone']);
    journal.confirm([chunk(1, 'kept'), chunk(2, 'kept'), chunk(3, 'gone')]);

    journal.beginSweep();
    journal.sightDocuments(['kept']);
    journal.sightChunks([chunk(1, 'kept')]);
    journal.confirm([chunk(4, 'kept')]);

    expect(journal.stale('none')).toEqual([]);
    expect(journal.stale('incremental')).toEqual([id(2)]);
    expect(journal.stale('full')).toEqual([id(2), id(3)]);
    journal.forget([id(2)]);
    expect(journal.stale('full')).toEqual([id(3)]);
  });

  it('takes over what a store says it has, beside the points of others', () => {
    const journal = open();
    journal.adopt([chunk(1), chunk(2)]);
    journal.adopt([chunk(3)]);
    journal.countForeign(4);
    journal.beginSweep();

    expect([journal.count(), journal.foreign]).toEqual([3, 4]);
    expect(journal.sightChunks([chunk(2)])).toEqual(['stored']);
    expect(journal.stale('full')).toEqual([id(1), id(3)]);
  });

  it('gives all ids, ascending', () => {
    const numbers = Array.from({ length: 2345 }, (_, index) => (index * 7919) % 2345);
    const journal = open();
    journal.confirm(numbers.map((number) => chunk(number)));

    expect([...journal.ids()].flat()).toEqual(numbers.toSorted((a, b) => a - b).map(id));
  });

  it('tells how far the last sweep has come, also to another process', () => {
    const [journal, other] = [open(), open()];
    expect([journal.swept(), other.swept()]).toEqual([
      { documents: 0, chunks: 0 },
      { documents: 0, chunks: 0 },
    ]);
    journal.adopt([chunk(1), chunk(2), chunk(3)]);
    journal.beginSweep();
    journal.sightDocuments(['d1', 'd2', 'd4']);
    journal.sightChunks([chunk(1), chunk(2), chunk(4)]);
    journal.confirm([chunk(4)]);
    journal.countForeign(0);
    expect(other.swept()).toEqual({ documents: 3, chunks: 3 });

    journal.beginSweep();
    journal.sightDocuments(['d1']);
    journal.countForeign(0);

    expect(other.swept()).toEqual({ documents: 1, chunks: 0 });
  });

  it('commits what follows upon each other together, at the latest with the next fact or at the end', () => {
    const [journal, other] = [open(), open()];
    journal.beginSweep();
    journal.sightDocuments(['d1']);
    journal.confirm([chunk(1)]);
    expect([journal.count(), other.count()]).toEqual([1, 0]);

    journal.sign('t1');
    expect(other.count()).toBe(1);

    journal.confirm([chunk(2)]);
    expect(other.count()).toBe(1);
    journal.close();
    expect(other.count()).toBe(2);
  });

  it('commits after a while when nothing follows', async () => {
    const [journal, other] = [open(1), open()];
    journal.confirm([chunk(1)]);

    await expect.poll(() => other.count()).toBe(1);
  });

  it('keeps the token and the record of the run until it is cleared', () => {
    const run = {
      startedAt: '2026-01-02T03:04:05.000Z',
      endedAt: null,
      collection: 'wiki',
      location: 'index.sqlite',
      identity: { embedding_model: 'm' },
      chunks: 2,
      embedded: 1,
      seconds: 1.5,
    };
    const journal = open();
    journal.sign('t1');
    journal.record(run);
    journal.confirm([chunk(1)]);
    journal.close();

    expect([open().token, open().run]).toEqual(['t1', run]);
    open().clear();
    expect([open().token, open().run, open().count()]).toEqual([null, null, 0]);
  });

  it('F-51: replaces a damaged file by an empty one, with a notice', async () => {
    await folder.write('home/journal.sqlite', 'torn '.repeat(2000));

    expect(open().token).toBeNull();
    expect(events).toMatchObject([{ type: 'notice', code: 'CACHE_INVALID' }]);
  });

  it('says that another process holds it', () => {
    open().beginSweep();
    const other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');

    expect(() => open().beginSweep()).toThrow(
      expect.objectContaining({
        code: 'CACHE_INVALID',
        message: `the journal of indexing ${path} failed (SQLITE_BUSY)`,
      }),
    );
    other.close();
  });
});
