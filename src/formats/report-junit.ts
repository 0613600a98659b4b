import { isFailure } from '../core/outcome.ts';
import type { EvaluationReport, ReportGate, ReportRun, ReportVariant } from '../core/report.ts';
import type { ReportRow } from '../core/report-row.ts';
import { answerOf, expectedOf, questionOf } from './report-rows.ts';
import { DIAGNOSIS_WORDS, FORM_WORDS, OUTCOME_WORDS } from './report-words.ts';
import { type XmlElement, xml } from './xml.ts';

/**
 * The report as JUnit XML: a suite for each program, in which a wrong answer is a failure and a question without a judged answer an
 * error, and a suite of gates, in which an inconclusive one is skipped. What a CI system makes of a wrong answer is its own matter;
 * the exit code of `rag eval` follows from the gates alone.
 */
export function reportJunit({ run, variants, gates }: EvaluationReport): string {
  const suites = [
    ...variants.map((variant) => variantSuite(variant, run)),
    ...(gates.length === 0 ? [] : [gateSuite(gates)]),
  ];
  const cases = suites.flatMap((suite) => suite.cases);
  const root = xml('testsuites', { name: 'rag eval', ...counts(cases), time: run.seconds }, suites.map(suiteElement));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root.xml}\n`;
}

interface Suite {
  readonly name: string;
  readonly properties: readonly (readonly [name: string, value: string])[];
  readonly cases: readonly Case[];
}

interface Case {
  readonly name: string;
  readonly seconds: number | null;
  /** Null for a test that passed. */
  readonly problem: Problem | null;
}

interface Problem {
  readonly element: 'failure' | 'error' | 'skipped';
  readonly type: string;
  readonly message: string;
  readonly text: string;
}

function variantSuite({ label, scores, rows }: ReportVariant, run: ReportRun): Suite {
  return {
    name: label,
    properties: scores.map(({ metric, score }) => [metric, String(score)]),
    cases: rows.map((row) => rowCase(row, run)),
  };
}

function rowCase(row: ReportRow, { samples }: ReportRun): Case {
  const sample = samples === 1 ? '' : ` (sample ${row.sample + 1} of ${samples})`;
  return {
    name: `${row.id}: ${questionOf(row)}${sample}`,
    seconds: row.durationMs === null ? null : rounded(row.durationMs / 1000),
    problem: row.outcome === 'correct' ? null : rowProblem(row),
  };
}

function rowProblem(row: ReportRow): Problem {
  const { outcome, error, diagnosis, form } = row;
  const text = [`expected: ${expectedOf(row)}`, `answered: ${answerOf(row)}`].join('\n');
  if (isFailure(outcome)) {
    return { element: 'error', type: outcome, message: error?.message ?? OUTCOME_WORDS[outcome], text };
  }
  const causes = [
    diagnosis === null ? [] : [DIAGNOSIS_WORDS[diagnosis]],
    form === null ? [] : [FORM_WORDS[form]],
  ].flat();
  return { element: 'failure', type: diagnosis ?? outcome, message: causes.join(': ') || OUTCOME_WORDS[outcome], text };
}

function gateSuite(gates: readonly ReportGate[]): Suite {
  return {
    name: 'gates',
    properties: [],
    cases: gates.map(({ name, requirement, outcome, explanation }) => ({
      name: `${name}: ${requirement}`,
      seconds: null,
      problem:
        outcome === 'pass'
          ? null
          : { element: outcome === 'fail' ? 'failure' : 'skipped', type: outcome, message: explanation, text: '' },
    })),
  };
}

function suiteElement({ name, properties, cases }: Suite): XmlElement {
  const seconds = cases.flatMap((one) => one.seconds ?? []);
  const time = seconds.length === 0 ? null : rounded(seconds.reduce((sum, value) => sum + value, 0));
  const listed = properties.map(([property, value]) => xml('property', { name: property, value }));
  const head = listed.length === 0 ? [] : [xml('properties', {}, listed)];
  return xml('testsuite', { name, ...counts(cases), time }, [...head, ...cases.map((one) => caseElement(name, one))]);
}

/** To milliseconds. */
function rounded(seconds: number): number {
  return Number(seconds.toFixed(3));
}

function caseElement(classname: string, { name, seconds, problem }: Case): XmlElement {
  const inner = problem === null ? [] : [problemElement(problem)];
  return xml('testcase', { classname, name, time: seconds }, inner);
}

/** A skipped test has a message only. */
function problemElement({ element, type, message, text }: Problem): XmlElement {
  return xml(element, element === 'skipped' ? { message } : { type, message }, text);
}

function counts(cases: readonly Case[]): Record<'tests' | 'failures' | 'errors' | 'skipped', number> {
  const count = (element: Problem['element']) => cases.filter(({ problem }) => problem?.element === element).length;
  return { tests: cases.length, failures: count('failure'), errors: count('error'), skipped: count('skipped') };
}
