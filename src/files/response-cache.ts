import type { Cache } from '../core/cache.ts';
import type { Report } from '../core/events.ts';
import type { Fields } from '../core/fields.ts';
import { PythonFloat } from '../python/float.ts';
import { writePythonJson } from '../python/json.ts';
import { parsePythonJson } from '../python/parse-json.ts';
import { isList, type PythonValue } from '../python/value.ts';
import { isBusy } from './database-errors.ts';
import { gathered } from './gathered.ts';
import { replaceableDatabase } from './replaceable-database.ts';
import { openResponseTable, type ResponseEntry, type ResponseTable } from './response-table.ts';

export interface ResponseCacheOptions {
  /** The SQLite file; it and its folder are made when they are first needed. */
  readonly path: string;
  readonly report: Report;
  /** How long to wait for another process that is writing. */
  readonly busyTimeoutMs?: number;
}

export interface ResponseCache extends Cache {
  close(): void;
}

/**
 * A cache in one SQLite file, shared by all processes that name it; an entry is there for all of them once `set` resolves, and
 * stays when a process is killed. Entries that are set at the same moment share a transaction. A damaged file is replaced by an
 * empty one. A file that stays locked by others costs the entry, with a notice, not the run.
 *
 * @throws RagError CACHE_INVALID (somebody else's database), FILE_NOT_WRITABLE, DISK_FULL, from `get` and `set`
 */
export function responseCache({ path, report, busyTimeoutMs = 10_000 }: ResponseCacheOptions): ResponseCache {
  const open = (file: string) => openResponseTable(file, busyTimeoutMs);
  const database = replaceableDatabase({ path, kind: 'response cache', report, open });
  let toldBusy = false;

  const attempt = <T>(work: (table: ResponseTable) => T): T | null => {
    try {
      return database.use(work);
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (!toldBusy) report({ type: 'notice', code: 'CACHE_BUSY', message: `${path} is locked; going on without it` });
      toldBusy = true;
      return null;
    }
  };

  const writes = gathered<ResponseEntry>((entries) => {
    attempt((opened) => opened.write(entries));
  });

  return {
    get: async (key) => {
      const text = attempt((opened) => opened.read(key));
      return text === null ? null : fieldsIn(text);
    },
    set: async (key, value) => writes.add({ key, value: writePythonJson(value) }),
    close: () => {
      writes.flush();
      database.close();
    },
  };
}

/** Null for what is no record: an entry that was written by something else is a miss. */
function fieldsIn(text: string): Fields | null {
  try {
    const value = parsePythonJson(text);
    return isRecord(value) ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function isRecord(value: PythonValue): value is Fields {
  return typeof value === 'object' && value !== null && !isList(value) && !(value instanceof PythonFloat);
}
