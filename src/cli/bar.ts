import { createHash } from 'node:crypto';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { RagError } from '../core/errors.ts';
import type { EvaluationLock, LockedFacts } from '../core/evaluation-lock.ts';
import type { InconclusivePolicy } from '../core/gate.ts';
import type { ReportRun } from '../core/report.ts';
import { decodeLock } from '../formats/lock-json.ts';
import { decodeReport } from '../formats/report-json.ts';
import { type FiledReport, requireComparable } from '../pipelines/compare-reports.ts';
import type { Bar } from '../pipelines/gates/judge-gates.ts';
import { lockDifferences } from '../pipelines/lock-evaluation.ts';
import { gatesFor, readDemands } from './gate-flags.ts';
import type { GateRequest } from './parse-gate.ts';
import { readTextFile } from './read-file.ts';

/** What flags and lock file demand; the files they name are read, but it is not known yet what is measured. */
export interface BarRequest {
  readonly requests: readonly GateRequest[];
  readonly policy: InconclusivePolicy;
  readonly baseline: Baseline | null;
  readonly locked: { readonly file: string; readonly lock: EvaluationLock } | null;
}

export interface Baseline extends FiledReport {
  /** SHA-256 in hex of the file's text. */
  readonly digest: string;
}

/**
 * Reads the flags, and the lock file and the baseline that they name. Demands of the lock hold where the flags make none.
 *
 * @throws RagError USAGE_INVALID, FILE_NOT_FOUND, FILE_INVALID, REPORT_INVALID
 */
export async function readBar(options: Readonly<Record<string, unknown>>, cwd: string): Promise<BarRequest> {
  const demands = readDemands(options);
  const locked = typeof options.locked === 'string' ? await readLock(options.locked, cwd) : null;
  const requests = demands.requests.length === 0 ? (locked?.lock.gates ?? []) : demands.requests;
  const baselineFile = demands.baseline ?? (locked === null ? null : baselineOf(locked, cwd));
  if (baselineFile === null && requests.some(({ type }) => type === 'no-regression')) {
    throw new RagError('USAGE_INVALID', 'the gate no-regression needs a report to compare with', {
      hint: 'rag eval --baseline baseline.json --gate no-regression',
    });
  }
  return {
    requests,
    policy: demands.policy ?? locked?.lock.policy ?? 'report',
    baseline: baselineFile === null ? null : await readBaseline(baselineFile, cwd),
    locked,
  };
}

async function readLock(file: string, cwd: string): Promise<NonNullable<BarRequest['locked']>> {
  return { file, lock: decodeLock(await readTextFile(file, cwd), file) };
}

/** As seen from the working folder. */
function baselineOf({ file, lock }: NonNullable<BarRequest['locked']>, cwd: string): string | null {
  return lock.baseline === null ? null : relative(cwd, resolve(cwd, dirname(file), lock.baseline.path));
}

async function readBaseline(file: string, cwd: string): Promise<Baseline> {
  const text = await readTextFile(file, cwd);
  return { file, report: decodeReport(text, file), digest: createHash('sha256').update(text).digest('hex') };
}

/** What an evaluation is held to. */
export interface SettledBar extends Bar {
  readonly policy: InconclusivePolicy;
  readonly baseline: Baseline | null;
}

/**
 * The bar in terms of what is measured. Whatever could not be judged afterwards is refused here, before a question is asked.
 *
 * @throws RagError LOCK_MISMATCH when bar or data are not those of the lock, USAGE_INVALID for a metric that is not measured,
 * REPORT_MISMATCH for a baseline on something else
 */
export function settleBar(request: BarRequest, run: ReportRun, facts: LockedFacts): SettledBar {
  const { requests, policy, baseline, locked } = request;
  // A gate of the lock may be on a metric that is no longer measured.
  if (locked !== null) refuseMoved(locked.file, locked.lock, { ...locked.lock, facts });
  const gates = gatesFor(requests, run.metrics);
  if (locked !== null) refuseMoved(locked.file, locked.lock, lockOf({ gates, policy, baseline }, facts, ''));
  if (baseline !== null) requireComparable(run, baseline);
  return { gates, policy, baseline };
}

/** What `rag eval lock` writes; the path of the baseline starts at `folder`. */
export function lockOf({ gates, policy, baseline }: SettledBar, facts: LockedFacts, folder: string): EvaluationLock {
  const path = baseline === null ? '' : pathFrom(folder, baseline.file);
  return { gates, policy, baseline: baseline === null ? null : { path, digest: baseline.digest }, facts };
}

function pathFrom(folder: string, file: string): string {
  return isAbsolute(file) ? file : relative(folder, file).replaceAll(sep, '/');
}

function refuseMoved(file: string, locked: EvaluationLock, current: EvaluationLock): void {
  const differences = lockDifferences(locked, current);
  if (differences.length === 0) return;
  throw new RagError('LOCK_MISMATCH', `not as in ${file}: ${differences.join('; ')}`, {
    hint: `agree on a new bar:  rag eval lock ${file} --min-score 40`,
    details: { file, differences },
  });
}
