import { existsSync } from 'node:fs';
import { join, parse } from 'node:path';

import type { Cache } from '../core/cache.ts';
import type { Report } from '../core/events.ts';
import type { Fields } from '../core/fields.ts';
import { PythonFloat } from '../python/float.ts';
import { writePythonJson } from '../python/json.ts';
import { parsePythonJson } from '../python/parse-json.ts';
import { isList, type PythonValue } from '../python/value.ts';
import { cacheError, isBusy, isDamage } from './response-cache-errors.ts';
import { openResponseTable, type ResponseTable } from './response-table.ts';

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
 * stays when a process is killed.
 *
 * A damaged file is left as it is, with a notice, and one with the next number takes its place (`responses.2.sqlite`): to rename
 * a database that another process has open would take the log away from the new one. A file that stays locked by others costs the
 * entry, with a notice, not the run.
 *
 * @throws RagError CACHE_INVALID (somebody else's database), FILE_NOT_WRITABLE, DISK_FULL, from `get` and `set`
 */
export function responseCache({ path, report, busyTimeoutMs = 10_000 }: ResponseCacheOptions): ResponseCache {
  let table: ResponseTable | null = null;
  let number = newestNumber(path);
  let toldBusy = false;

  const close = () => {
    table?.close();
    table = null;
  };
  const replaceDamaged = () => {
    const damaged = numbered(path, number);
    close();
    number += 1;
    const message = `${damaged} is damaged; it is left as it is and ${numbered(path, number)} takes its place`;
    report({ type: 'notice', code: 'CACHE_INVALID', message: `${message}` });
  };
  const use = <T>(work: (table: ResponseTable) => T): T => {
    for (;;) {
      try {
        table ??= openResponseTable(numbered(path, number), busyTimeoutMs);
        return work(table);
      } catch (error) {
        if (!isDamage(error)) throw error;
        replaceDamaged();
      }
    }
  };
  const attempt = <T>(work: (table: ResponseTable) => T): T | null => {
    try {
      return use(work);
    } catch (error) {
      if (!isBusy(error)) throw cacheError(error, numbered(path, number));
      if (!toldBusy) report({ type: 'notice', code: 'CACHE_BUSY', message: `${path} is locked; going on without it` });
      toldBusy = true;
      return null;
    }
  };

  return {
    get: async (key) => {
      const text = attempt((opened) => opened.read(key));
      return text === null ? null : fieldsIn(text);
    },
    set: async (key, value) => {
      attempt((opened) => opened.write(key, writePythonJson(value)));
    },
    close,
  };
}

function newestNumber(path: string): number {
  let number = 1;
  while (existsSync(numbered(path, number + 1))) number += 1;
  return number;
}

/** `responses.sqlite`, `responses.2.sqlite`, … */
function numbered(path: string, number: number): string {
  if (number === 1) return path;
  const { dir, name, ext } = parse(path);
  return join(dir, `${name}.${number}${ext}`);
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
