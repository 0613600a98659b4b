import { hash } from 'node:crypto';
import type { DatabaseSyncInstance as Database } from '@photostructure/sqlite';

import type { Report } from '../core/events.ts';
import type { ChunkReference, Cleanup, IndexJournal, RunRecord, Sighting } from '../core/index-journal.ts';
import { closeDatabase } from './close-database.ts';
import { type DatabaseForm, openOwnDatabase, sharedTransactions } from './own-database.ts';
import { replaceableDatabase } from './replaceable-database.ts';

export interface IndexJournalOptions {
  /** The SQLite file of one collection. */
  readonly path: string;
  readonly report: Report;
  readonly busyTimeoutMs?: number;
  /** What is said of documents and chunks is committed together, in transactions of so long. */
  readonly commitAfterMs?: number;
}

export interface IndexJournalFile extends IndexJournal {
  close(): void;
}

/**
 * About 50 bytes on the disk for each chunk and each document, none in memory. A damaged file is replaced by an empty one, which
 * fits no collection, so that the store is asked what it has.
 *
 * @throws RagError CACHE_INVALID (somebody else's database, or locked), FILE_NOT_WRITABLE, DISK_FULL, from every method
 */
export function indexJournal(options: IndexJournalOptions): IndexJournalFile {
  const { path, report, busyTimeoutMs = 5000, commitAfterMs = 100 } = options;
  const open = (file: string) => openTables(openOwnDatabase(file, INDEX_JOURNAL, busyTimeoutMs), commitAfterMs);
  const { use, close } = replaceableDatabase({ path, kind: INDEX_JOURNAL.kind, report, open });
  return {
    get token() {
      return use(({ facts }) => facts.get('token'));
    },
    get foreign() {
      return use(({ facts }) => Number(facts.get('foreign') ?? 0));
    },
    get run() {
      const text = use(({ facts }) => facts.get('run'));
      // What `record` has written; nothing else writes this database.
      const run: RunRecord | null = text === null ? null : JSON.parse(text);
      return run;
    },
    count: () => use((tables) => tables.count()),
    clear: () => use((tables) => tables.clear()),
    adopt: (chunks) => use((tables) => tables.adopt(chunks)),
    countForeign: (points) => use(({ facts }) => facts.set('foreign', String(points))),
    sign: (token) => use(({ facts }) => facts.set('token', token)),
    record: (run) => use(({ facts }) => facts.set('run', JSON.stringify(run))),
    beginSweep: () => use((tables) => tables.beginSweep()),
    swept: () => use((tables) => tables.swept()),
    sightDocuments: (ids) => use((tables) => tables.sightDocuments(ids)),
    sightChunks: (chunks) => use((tables) => tables.sightChunks(chunks)),
    confirm: (chunks) => use((tables) => tables.confirm(chunks)),
    stale: (cleanup) => use((tables) => tables.stale(cleanup)),
    forget: (ids) => use((tables) => tables.forget(ids)),
    ids: function* () {
      let page = use((tables) => tables.idsAfter(''));
      for (let last = page.at(-1); last !== undefined; last = page.at(-1)) {
        yield page;
        const after = last;
        page = use((tables) => tables.idsAfter(after));
      }
    },
    close,
  };
}

const INDEX_JOURNAL: DatabaseForm = {
  kind: 'journal of indexing',
  applicationId: 0x5241474a, // RAGJ
  version: 1,
  tables: `
    CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE chunks (id BLOB PRIMARY KEY, document BLOB NOT NULL, sweep INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE documents (id BLOB PRIMARY KEY, sweep INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  `,
};

const PAGE = 1000;

interface Facts {
  get(name: string): string | null;
  set(name: string, value: string): void;
}

function openTables(database: Database, commitAfterMs: number) {
  const { run, commit } = sharedTransactions(database, commitAfterMs);
  const facts = factsIn(database, commit);
  const findChunk = database.prepare('SELECT sweep FROM chunks WHERE id = ?');
  const seeChunk = database.prepare('UPDATE chunks SET sweep = ? WHERE id = ?');
  const putChunk = database.prepare('INSERT OR REPLACE INTO chunks (id, document, sweep) VALUES (?, ?, ?)');
  const dropChunk = database.prepare('DELETE FROM chunks WHERE id = ?');
  const seeDocument = database.prepare(`
    INSERT INTO documents (id, sweep) VALUES (?, ?)
    ON CONFLICT (id) DO UPDATE SET sweep = excluded.sweep WHERE sweep <> excluded.sweep
  `);
  let sweep = Number(facts.get('sweep') ?? 0);

  const sightChunk = ({ id }: ChunkReference): Sighting => {
    const key = chunkKey(id);
    const row: { sweep: number } | undefined = findChunk.get(key);
    if (row === undefined) return 'new';
    if (row.sweep === sweep) return 'repeated';
    seeChunk.run(sweep, key);
    return 'stored';
  };
  /** Nothing changes for a document that this sweep has met. */
  const sightDocument = (id: string): boolean => Number(seeDocument.run(documentKey(id), sweep).changes) === 0;

  return {
    facts,
    count: (): number => {
      const { count }: { count: number } = database.prepare('SELECT count(*) AS count FROM chunks').get();
      return count;
    },
    clear: () => {
      sweep = 0;
      run(() => database.exec('DELETE FROM chunks; DELETE FROM documents; DELETE FROM facts'));
      commit();
    },
    adopt: (chunks: readonly ChunkReference[]) =>
      run(() => {
        for (const { id, documentId } of chunks) putChunk.run(chunkKey(id), documentKey(documentId), 0);
      }),
    beginSweep: () => {
      sweep += 1;
      facts.set('sweep', String(sweep));
    },
    // Another process may be at work: what counts is its sweep.
    swept: () => {
      const swept: { documents: number; chunks: number } = database.prepare(SWEPT).get();
      return swept;
    },
    sightDocuments: (ids: readonly string[]) => run(() => ids.map(sightDocument)),
    sightChunks: (chunks: readonly ChunkReference[]) => run(() => chunks.map(sightChunk)),
    confirm: (chunks: readonly ChunkReference[]) =>
      run(() => {
        for (const { id, documentId } of chunks) putChunk.run(chunkKey(id), documentKey(documentId), sweep);
      }),
    stale: (cleanup: Cleanup): string[] => {
      if (cleanup === 'none') return [];
      const rows: IdRow[] = database.prepare(STALE[cleanup]).all({ sweep, page: PAGE });
      return rows.map(({ id }) => chunkId(id));
    },
    forget: (ids: readonly string[]) =>
      run(() => {
        for (const id of ids) dropChunk.run(chunkKey(id));
      }),
    idsAfter: (after: string): string[] => {
      const rows: IdRow[] = database
        .prepare('SELECT id FROM chunks WHERE id > ? ORDER BY id LIMIT ?')
        .all(chunkKey(after), PAGE);
      return rows.map(({ id }) => chunkId(id));
    },
    close: () => {
      try {
        commit();
      } catch {
        // What is lost is done again by the next run, as after a kill.
      }
      closeDatabase(database);
    },
  };
}

const SWEPT = `
  WITH last AS (SELECT CAST(value AS INTEGER) AS sweep FROM facts WHERE name = 'sweep')
  SELECT (SELECT count(*) FROM documents JOIN last USING (sweep)) AS documents,
    (SELECT count(*) FROM chunks JOIN last USING (sweep)) AS chunks
`;

const STALE = {
  full: 'SELECT id FROM chunks WHERE sweep < :sweep LIMIT :page',
  incremental: `
    SELECT chunks.id FROM chunks JOIN documents ON documents.id = chunks.document
    WHERE chunks.sweep < :sweep AND documents.sweep = :sweep LIMIT :page
  `,
} as const;

interface IdRow {
  readonly id: Uint8Array;
}

/** A fact stays at once, and what was done before it. */
function factsIn(database: Database, commit: () => void): Facts {
  const find = database.prepare('SELECT value FROM facts WHERE name = ?');
  const put = database.prepare('INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)');
  return {
    get: (name) => {
      const row: { value: string } | undefined = find.get(name);
      return row?.value ?? null;
    },
    set: (name, value) => {
      put.run(name, value);
      commit();
    },
  };
}

/** The UUID's 16 bytes: a third of the space, and in the same order. */
function chunkKey(id: string): Uint8Array {
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}

function chunkId(key: Uint8Array): string {
  const hex = Buffer.from(key).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** Ids of documents may be long, and whole paths. */
function documentKey(id: string): Uint8Array {
  return hash('sha256', id, 'buffer').subarray(0, 16);
}
