import { join } from 'node:path';
import { RagError } from '../core/errors.ts';
import type { LockedProgram } from '../core/evaluation-lock.ts';
import type { Fields } from '../core/fields.ts';
import { NO_JOURNAL } from '../core/journal.ts';
import type { ReportRun } from '../core/report.ts';
import { latestFacts, type RowJournalFile, type RowJournalOptions, rowJournal } from '../files/row-journal.ts';
import { digestOf } from '../pipelines/digest.ts';
import { rowSettings } from '../pipelines/row-settings.ts';
import { writePythonJson } from '../python/json.ts';
import type { CommandContext } from './command.ts';

/** What to do with rows of an earlier run of the same evaluation; `off` keeps none, neither old nor new. */
export type JournalMode = RowJournalOptions['mode'] | 'off';

export interface JournalRequest {
  readonly mode: JournalMode;
  readonly run: ReportRun;
  readonly programs: readonly LockedProgram[];
  readonly artifactsFolder: string;
}

/**
 * The journal of an evaluation, found by everything its rows depend on. Where it cannot be written, a warning says so and the
 * evaluation goes on without.
 *
 * @throws RagError JOURNAL_NOT_FOUND, saying in what the evaluation that was journalled last differs
 */
export async function evaluationJournal(
  { mode, run, programs, artifactsFolder }: JournalRequest,
  { report, clock }: CommandContext,
): Promise<RowJournalFile> {
  const startedAt = run.startedAt ?? '';
  if (mode === 'off') return withoutFile(startedAt, clock);
  const facts = factsOf(run, programs);
  const folder = join(artifactsFolder, 'journals');
  try {
    return await rowJournal({ folder, key: digestOf(facts).slice(0, 16), facts, startedAt, mode, report, clock });
  } catch (error) {
    if (!(error instanceof RagError)) throw error;
    if (error.code === 'JOURNAL_NOT_FOUND') throw await explained(error, facts, folder);
    if (error.code !== 'FILE_NOT_WRITABLE' || mode !== 'fresh') throw error;
    const message = `${error.message}; what is measured will be lost if this run is stopped`;
    report({ type: 'notice', code: 'JOURNAL_NOT_WRITABLE', message });
    return withoutFile(startedAt, clock);
  }
}

function withoutFile(startedAt: string, clock: () => number): RowJournalFile {
  const begunAt = clock();
  return { ...NO_JOURNAL, startedAt, elapsedMs: () => clock() - begunAt, isKept: false, close: async () => {} };
}

function factsOf(run: ReportRun, programs: JournalRequest['programs']): Fields {
  const { data, index, shard, tool, languageModel, embeddingModel } = run;
  return {
    ...rowSettings(run),
    tool,
    'language model': languageModel,
    'embedding model': embeddingModel,
    questions: data.digest,
    shard: shard === null ? null : `${shard.index}/${shard.count}`,
    ...Object.fromEntries(programs.map(({ label, digest }) => [`program ${label}`, digest])),
    index: index === null ? null : (index.digest ?? `${index.collection}, ${index.points} points`),
  };
}

const MOST_SHOWN = 4;

async function explained(error: RagError, facts: Fields, folder: string): Promise<RagError> {
  const latest = await latestFacts(folder);
  if (latest === null) return error;
  const differing = [...new Set([...Object.keys(latest), ...Object.keys(facts)])].filter(
    (name) => shown(latest[name]) !== shown(facts[name]),
  );
  const lines = differing
    .slice(0, MOST_SHOWN)
    .map((name) => `${name} was ${shown(latest[name])}, is ${shown(facts[name])}`);
  const more = differing.length - lines.length;
  const difference = ['the last one differs:', ...lines, ...(more > 0 ? [`and ${more} more`] : [])];
  const hint = [...difference, error.hint].join('\n');
  return new RagError(error.code, error.message, { hint, details: { ...error.details, differing } });
}

function shown(value: Fields[string] | undefined): string {
  return value === undefined ? 'not set' : writePythonJson(value);
}
