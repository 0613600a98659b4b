import { isDeepStrictEqual } from 'node:util';
import type { EvaluationLock, LockedFacts, LockedIndex, LockedProgram } from '../core/evaluation-lock.ts';
import { type Fields, isFields } from '../core/fields.ts';
import { gateText } from '../core/gate.ts';
import type { ReportRun } from '../core/report.ts';
import { isList } from '../python/value.ts';
import { counted } from '../text/counted.ts';

/** What a lock holds of an evaluation that is about to be made. Pure. */
export function lockedFacts(run: ReportRun, programs: readonly LockedProgram[]): LockedFacts {
  const { metrics, settings, data, index, embeddingModel } = run;
  return {
    metrics,
    metricSettings: metricSettings(settings),
    data: { questions: data.questions, digest: data.digest },
    index: index === null ? null : { points: index.points, digest: index.digest, embeddingModel },
    programs,
  };
}

/** Options that decide what a score means, of the first metric and of the judge. */
const METRIC_OPTIONS = /^(metric\.(?!use$)|judgeModel\.(use|model|temperature)$)/;

/** Which metrics they belong to is known by their names, whatever alias a configuration uses. */
function metricSettings(settings: Fields): Fields {
  const { 'evaluation.metrics': others = [] } = settings;
  const further = isList(others) ? others.filter(isFields) : [];
  const own = Object.entries(settings).filter(([key]) => METRIC_OPTIONS.test(key));
  return Object.fromEntries(further.length === 0 ? own : [...own, ['evaluation.metrics', further]]);
}

/** What is no longer as it was agreed on, one sentence for each: the bar, the data, the index, the programs. Empty when all is. */
export function lockDifferences(locked: EvaluationLock, current: EvaluationLock): string[] {
  return [...barDifferences(locked, current), ...factDifferences(locked.facts, current.facts)];
}

function barDifferences(locked: EvaluationLock, current: EvaluationLock): string[] {
  const [before, after] = [locked, current].map(({ gates }) => gates.map(gateText).sort().join(', ') || 'none');
  return [
    ...(before === after ? [] : [`the gates are ${after} instead of ${before}`]),
    ...(locked.policy === current.policy
      ? []
      : [`an inconclusive gate counts as ${current.policy} instead of ${locked.policy}`]),
    ...(locked.baseline?.digest === current.baseline?.digest ? [] : ['the baseline is another']),
  ];
}

function factDifferences(locked: LockedFacts, current: LockedFacts): string[] {
  const [before, after] = [locked, current].map(({ metrics }) => metrics.join(', '));
  return [
    ...(before === after ? [] : [`the metrics are ${after} instead of ${before}`]),
    ...settingDifferences(locked.metricSettings, current.metricSettings),
    ...(locked.data.digest === current.data.digest
      ? []
      : [`the data is another, ${counted(current.data.questions, 'question')} instead of ${locked.data.questions}`]),
    ...indexDifferences(locked.index, current.index),
    ...programDifferences(locked.programs, current.programs),
  ];
}

function settingDifferences(locked: Fields, current: Fields): string[] {
  const keys = [...new Set([...Object.keys(locked), ...Object.keys(current)])].sort();
  return keys.filter((key) => !isDeepStrictEqual(locked[key], current[key])).map((key) => `${key} is another`);
}

function indexDifferences(locked: LockedIndex | null, current: LockedIndex | null): string[] {
  if (locked === null || current === null) return locked === current ? [] : ['passages come from another place'];
  const model = (index: LockedIndex) => index.embeddingModel ?? 'no embedding model';
  return [
    ...(locked.digest === current.digest && locked.points === current.points
      ? []
      : [`the index is another, ${counted(current.points, 'point')} instead of ${locked.points}`]),
    ...(model(locked) === model(current)
      ? []
      : [`the index is searched with ${model(current)} instead of ${model(locked)}`]),
  ];
}

function programDifferences(locked: readonly LockedProgram[], current: readonly LockedProgram[]): string[] {
  const labels = [...new Set([...locked, ...current].map(({ label }) => label))];
  const digestIn = (programs: readonly LockedProgram[], label: string) =>
    programs.find((program) => program.label === label)?.digest;
  return labels.flatMap((label) => {
    const [before, after] = [digestIn(locked, label), digestIn(current, label)];
    if (before === after) return [];
    if (before === undefined) return [`the program ${label} is not in it`];
    return [after === undefined ? `the program ${label} is missing` : `the program ${label} is another`];
  });
}
