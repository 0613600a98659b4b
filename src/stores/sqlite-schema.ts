import type { DatabaseSyncInstance as Database } from '@photostructure/sqlite';
import { RagError } from '../core/errors.ts';

/** `RAG1` in ASCII: tells our files from other people's. */
const APPLICATION_ID = 0x52414731;
const SCHEMA_VERSION = 1;

/**
 * Ids of collections are never used again (AUTOINCREMENT), and every write raises the revision: id and revision together
 * name one state of a collection. Each collection has its own table of words, `words_<id>`, because BM25 counts documents.
 */
const SCHEMA = `
  CREATE TABLE collections (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    dimensions INTEGER NOT NULL,
    distance TEXT NOT NULL,
    metadata TEXT NOT NULL,
    revision INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE TABLE points (
    key INTEGER PRIMARY KEY,
    collection INTEGER NOT NULL REFERENCES collections (id),
    id TEXT NOT NULL,
    vector BLOB NOT NULL,
    payload TEXT NOT NULL,
    UNIQUE (collection, id)
  ) STRICT;
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${SCHEMA_VERSION};
`;

/**
 * True when the file holds our tables, false when it holds nothing at all.
 *
 * @throws RagError STORE_INVALID for somebody else's database or a newer version of ours
 */
export function hasSchema(database: Database, path: string): boolean {
  const { application, version, tables } = readHeader(database);
  if (application === APPLICATION_ID && version === SCHEMA_VERSION) return true;
  if (application === APPLICATION_ID) throw otherVersion(path, version);
  if (application === 0 && tables === 0) return false;
  throw foreignFile(path);
}

/** Makes the tables unless they are there; two processes may try at once. */
export function createSchema(database: Database, path: string): void {
  database.exec('PRAGMA journal_mode = WAL');
  database.exec('BEGIN IMMEDIATE');
  try {
    if (!hasSchema(database, path)) database.exec(SCHEMA);
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

interface Header {
  readonly application: number;
  readonly version: number;
  readonly tables: number;
}

/** In one statement, so that another process cannot create the schema between two of these numbers. */
function readHeader(database: Database): Header {
  return database
    .prepare(`
      SELECT application_id AS application, user_version AS version, (SELECT count(*) FROM sqlite_schema) AS tables
      FROM pragma_application_id, pragma_user_version
    `)
    .get();
}

function otherVersion(path: string, version: number): RagError {
  return new RagError(
    'STORE_INVALID',
    `${path} is a store of version ${version}, this version of rag reads version ${SCHEMA_VERSION}`,
    {
      hint: 'update rag, or move the file away and build it again:  rag index',
      details: { path, expected: SCHEMA_VERSION, actual: version },
    },
  );
}

function foreignFile(path: string): RagError {
  return new RagError('STORE_INVALID', `${path} is a SQLite database, but not a store of rag`, {
    hint: 'set another path for the store',
    details: { path },
  });
}
