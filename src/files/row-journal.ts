import { readdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { RagError } from '../core/errors.ts';
import type { Report } from '../core/events.ts';
import { type Fields, isFields } from '../core/fields.ts';
import type { RowJournal } from '../core/journal.ts';
import { isFailure } from '../core/outcome.ts';
import type { ReportRow } from '../core/report-row.ts';
import { type LineWriter, readCheckedLines, writeCheckedLines } from './checked-lines.ts';
import { errorCode } from './error-code.ts';
import { notWritten } from './write-atomically.ts';

/** Changes with the shape of a row: rows of another version are not taken up. */
const VERSION = 1;

export interface RowJournalOptions {
  readonly folder: string;
  /** Tells this evaluation from others; part of the file's name. */
  readonly key: string;
  /** What the key was made of, by dotted name; kept for telling two evaluations apart. */
  readonly facts: Fields;
  /** When the evaluation starts, as ISO 8601, unless it is taken up again. */
  readonly startedAt: string;
  /**
   * `fresh` asks every question; what an earlier run left is set aside. `resume` keeps all rows there are, `retry` those that did not
   * fail.
   */
  readonly mode: 'fresh' | 'resume' | 'retry';
  readonly report: Report;
  /** Milliseconds from any fixed moment. */
  readonly clock: () => number;
}

export interface RowJournalFile extends RowJournal {
  readonly startedAt: string;
  /** Milliseconds spent on the evaluation so far, in this run and those it takes up. */
  elapsedMs(): number;
  /** Whether a later run finds the rows. */
  readonly isKept: boolean;
  close(): Promise<void>;
}

/**
 * The journal of one evaluation: a file with a header, and a line for each row as it finishes. Memory: the rows kept.
 *
 * @throws RagError JOURNAL_NOT_FOUND when there is nothing to take up, FILE_NOT_WRITABLE, DISK_FULL
 */
export async function rowJournal(options: RowJournalOptions): Promise<RowJournalFile> {
  const path = journalPath(options);
  const found = options.mode === 'fresh' ? null : await readJournal(path, options);
  if (found === null) await setAside(path);
  const writer = await writeCheckedLines(path, found?.length ?? 0);
  const { startedAt } = found?.header ?? options;
  if (found === null) await writer.append({ journal: VERSION, startedAt, facts: options.facts });
  return journalOf(writer, { ...options, startedAt }, found?.rows ?? []);
}

export function journalPath({ folder, key }: Pick<RowJournalOptions, 'folder' | 'key'>): string {
  return join(folder, `eval-${key}.jsonl`);
}

interface KeptRow {
  readonly variant: string;
  readonly elapsedMs: number;
  readonly row: ReportRow;
}

function journalOf(
  writer: LineWriter,
  { startedAt, mode, clock }: RowJournalOptions,
  all: readonly KeptRow[],
): RowJournalFile {
  const spentMs = all.reduce((most, { elapsedMs }) => Math.max(most, elapsedMs), 0);
  const resumedAt = clock();
  const elapsedMs = () => spentMs + clock() - resumedAt;
  const latest = new Map(all.map((kept) => [`${kept.row.index} ${kept.row.sample} ${kept.variant}`, kept]));
  const kept = [...latest.values()].filter(({ row }) => mode !== 'retry' || !hasFailed(row));
  return {
    startedAt,
    elapsedMs,
    isKept: true,
    finished: (variant) => kept.filter((entry) => entry.variant === variant).map(({ row }) => row),
    append: (variant, row) => writer.append({ variant, elapsedMs: elapsedMs(), row }),
    close: writer.close,
  };
}

function hasFailed({ error, outcome }: ReportRow): boolean {
  return error !== null || isFailure(outcome);
}

/** What the evaluation that was journalled last in that folder was made of; null when there is none. */
export async function latestFacts(folder: string): Promise<Fields | null> {
  const names = await readdir(folder).catch(() => []); // No folder, no journals.
  const paths = names.filter((name) => /^eval-\w+\.jsonl$/.test(name)).map((name) => join(folder, name));
  const dated = await Promise.all(paths.map(async (path) => ({ path, time: (await stat(path)).mtimeMs })));
  const [latest] = dated.toSorted((left, right) => right.time - left.time);
  const [header] = (latest && (await readCheckedLines(latest.path)))?.entries ?? [];
  return isFields(header) && isFields(header.facts) ? header.facts : null;
}

interface Found {
  readonly header: { readonly startedAt: string };
  readonly rows: readonly KeptRow[];
  readonly length: number;
}

async function readJournal(path: string, { report }: RowJournalOptions): Promise<Found> {
  const lines = await readCheckedLines(path);
  const [header, ...rows] = lines?.entries ?? [];
  if (lines === null || !isFields(header) || header.journal !== VERSION) throw notFound(path);
  if (lines.damaged > 0) {
    const message = `${path}: ${lines.damaged} damaged ${lines.damaged === 1 ? 'line is' : 'lines are'} left out; those questions are asked again`;
    report({ type: 'notice', code: 'JOURNAL_DAMAGED', message });
  }
  // Proof of the casts: a line whose checksum is right is as `append` and `rowJournal` of this version wrote it.
  return {
    header: header as unknown as Found['header'],
    rows: rows as unknown as KeptRow[],
    length: lines.length,
  };
}

/** One generation: a forgotten `--resume` loses nothing. */
async function setAside(path: string): Promise<void> {
  try {
    await rename(path, path.replace(/\.jsonl$/, '.previous.jsonl'));
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw notWritten(path, error);
  }
}

function notFound(path: string): RagError {
  return new RagError(
    'JOURNAL_NOT_FOUND',
    `there is no evaluation of these programs, questions and settings to go on with`,
    {
      hint: 'start it anew:  rag eval',
      details: { path },
    },
  );
}
