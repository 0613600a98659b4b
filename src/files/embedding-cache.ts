import { hash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { DatabaseSyncInstance as Database } from '@photostructure/sqlite';

import type { EmbeddingCache } from '../core/embedding-cache.ts';
import type { Report } from '../core/events.ts';
import { closeDatabase } from './close-database.ts';
import { isBusy } from './database-errors.ts';
import { type DatabaseForm, inTransaction, openOwnDatabase } from './own-database.ts';
import { replaceableDatabase } from './replaceable-database.ts';

/** All that a vector depends on beside its text. */
export interface EmbeddingScope {
  readonly model: string;
  /** Null when the model's own number was taken. */
  readonly dimensions: number | null;
  /** What stood before each text. */
  readonly instruction: string | null;
}

export interface EmbeddingCacheOptions {
  /** The SQLite file, shared by all models and by all processes that name it. */
  readonly path: string;
  readonly scope: EmbeddingScope;
  readonly report: Report;
  readonly busyTimeoutMs?: number;
}

export interface EmbeddingCacheFile extends EmbeddingCache {
  close(): void;
}

/**
 * Vectors are appended as they come, 4 bytes a number, and found through a digest of model and text; a vector whose checksum does
 * not fit is a miss. What was set outlives the process at once, a power cut not always. A damaged file is replaced by an empty one.
 *
 * @throws RagError CACHE_INVALID (somebody else's database), FILE_NOT_WRITABLE, DISK_FULL, from `get` and `set`
 */
export function embeddingCache({
  path,
  scope,
  report,
  busyTimeoutMs = 5000,
}: EmbeddingCacheOptions): EmbeddingCacheFile {
  const open = (file: string) => openTables(file, busyTimeoutMs);
  const database = replaceableDatabase({ path, kind: EMBEDDING_CACHE.kind, report, open });
  const keyOf = keyMaker(scope);
  let toldBusy = false;

  const unlessBusy = <T>(work: (tables: Tables) => T, otherwise: T): T => {
    try {
      return database.use(work);
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (!toldBusy) report({ type: 'notice', code: 'CACHE_BUSY', message: `${path} is locked; going on without it` });
      toldBusy = true;
      return otherwise;
    }
  };

  return {
    get: (texts) =>
      unlessBusy(
        (tables) => texts.map((text) => tables.read(keyOf(text))),
        texts.map(() => null),
      ),
    set: (texts, vectors) => {
      const entries = vectors.map((vector, index): Entry => [keyOf(texts[index] ?? ''), vector]);
      unlessBusy((tables) => tables.write(entries), undefined);
    },
    close: database.close,
  };
}

const EMBEDDING_CACHE: DatabaseForm = {
  kind: 'cache of embeddings',
  applicationId: 0x52414745, // RAGE
  version: 2,
  // Keys come in no order: apart from the vectors, which are long, they stay together on few pages.
  tables: `
    CREATE TABLE vectors (id INTEGER PRIMARY KEY, checksum INTEGER NOT NULL, vector BLOB NOT NULL) STRICT;
    CREATE TABLE keys (key BLOB PRIMARY KEY, id INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  `,
  pageSize: 16_384,
  isChecked: true,
};

type Entry = readonly [key: Uint8Array, vector: Float32Array];

interface Tables {
  read(key: Uint8Array): Float32Array | null;
  write(entries: readonly Entry[]): void;
  close(): void;
}

function openTables(path: string, busyTimeoutMs: number): Tables {
  const database: Database = openOwnDatabase(path, EMBEDDING_CACHE, busyTimeoutMs);
  const find = database.prepare('SELECT checksum, vector FROM keys JOIN vectors USING (id) WHERE key = ?');
  const insertVector = database.prepare('INSERT INTO vectors (checksum, vector) VALUES (?, ?)');
  const insertKey = database.prepare('INSERT OR REPLACE INTO keys (key, id) VALUES (?, ?)');
  return {
    read: (key) => {
      const row: { checksum: number; vector: Uint8Array } | undefined = find.get(key);
      return row === undefined || checksum(key, row.vector) !== row.checksum ? null : toVector(row.vector);
    },
    write: (entries) =>
      inTransaction(database, () => {
        for (const [key, vector] of entries) {
          const bytes = new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
          insertKey.run(key, insertVector.run(checksum(key, bytes), bytes).lastInsertRowid);
        }
      }),
    close: () => closeDatabase(database),
  };
}

/** Of the key too: a power cut may leave one that leads to the vector of another text. */
function checksum(key: Uint8Array, vector: Uint8Array): number {
  return crc32(vector, crc32(key));
}

/** A copy: the bytes need not begin where a number may. */
function toVector(bytes: Uint8Array): Float32Array {
  return new Float32Array(Uint8Array.from(bytes).buffer);
}

/** 128 bits of SHA-256: two texts of the same key are not to be expected in any number of texts. */
function keyMaker({ model, dimensions, instruction }: EmbeddingScope): (text: string) => Uint8Array {
  const scope = JSON.stringify([model, dimensions, instruction]);
  return (text) => hash('sha256', scope + text, 'buffer').subarray(0, 16);
}
