import { existsSync } from 'node:fs';
import { join, parse } from 'node:path';

import type { Report } from '../core/events.ts';
import { databaseError, isDamage } from './database-errors.ts';

export interface ReplaceableOptions<Opened> {
  readonly path: string;
  /** For messages: `response cache`. */
  readonly kind: string;
  readonly report: Report;
  readonly open: (path: string) => Opened;
}

/** A database that holds nothing which cannot be made again. */
export interface ReplaceableDatabase<Opened> {
  /** The file in use, which is not yet there before the first `use`. */
  readonly path: string;
  /** What `work` gives. Work that met damage is done again, on an empty database. */
  use<Result>(work: (opened: Opened) => Result): Result;
  close(): void;
}

/**
 * Opens a database when it is first used.
 *
 * A damaged file is left as it is, with a notice, and one with the next number takes its place (`responses.2.sqlite`): to rename
 * a database that another process has open would take the log away from the new one.
 *
 * @throws RagError CACHE_INVALID (somebody else's database), FILE_NOT_WRITABLE, DISK_FULL, from `use`
 */
export function replaceableDatabase<Opened extends { close(): void }>({
  path,
  kind,
  report,
  open,
}: ReplaceableOptions<Opened>): ReplaceableDatabase<Opened> {
  let opened: Opened | null = null;
  let number = newestNumber(path);

  const close = () => {
    opened?.close();
    opened = null;
  };
  const replaceDamaged = () => {
    const damaged = numbered(path, number);
    close();
    number += 1;
    const message = `${damaged} is damaged; it is left as it is and ${numbered(path, number)} takes its place`;
    report({ type: 'notice', code: 'CACHE_INVALID', message });
  };

  return {
    get path() {
      return numbered(path, number);
    },
    use: (work) => {
      for (;;) {
        try {
          opened ??= open(numbered(path, number));
          return work(opened);
        } catch (error) {
          if (!isDamage(error)) throw databaseError(error, numbered(path, number), kind);
          replaceDamaged();
        }
      }
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
