import { isDeepStrictEqual } from 'node:util';
import { ASPECTS, type Aspect, type Comparison } from './comparison.ts';
import { KNOWN_DIFFERENCES, knownDifference } from './known-differences.ts';
import type { Recording } from './recording.ts';

/** What the replay of one recording came to. */
export interface Result {
  readonly recording: Recording;
  readonly aspects: Comparison;
}

const VERSIONS = ['3.0.4', '3.3.1'] as const;
const START = '<!-- replayed scenarios: npm run fidelity writes this part -->';
const END = '<!-- end of the replayed scenarios -->';

/** The page with the part between its two markers written anew. */
export function withTable(page: string, results: readonly Result[]): string {
  const [start, end] = [page.indexOf(START), page.indexOf(END)];
  if (start === -1 || end < start) throw new Error(`the page has no part between ${START} and ${END}`);
  return `${page.slice(0, start)}${START}\n\n${table(results)}\n\n${differences()}\n\n${page.slice(end)}`;
}

function table(results: readonly Result[]): string {
  const scenarios = [...new Set(results.map(({ recording }) => recording.scenario))].sort();
  const columns = VERSIONS.flatMap((version) => ASPECTS.map((aspect) => ({ version, aspect })));
  const rows = scenarios.map((scenario) => [
    `\`${scenario}\``,
    ...columns.map(({ version, aspect }) => cell(resultOf(results, scenario, version), aspect)),
  ]);
  const head = ['scenario', ...columns.map(({ version, aspect }) => `${aspect} ${version}`)];
  return aligned([head, head.map(() => '---'), ...rows]);
}

function resultOf(results: readonly Result[], scenario: string, version: string): Result {
  const found = results.find(({ recording }) => recording.scenario === scenario && recording.dspy === version);
  if (found === undefined) throw new Error(`${scenario} was not replayed for ${version}`);
  return found;
}

function cell({ recording, aspects }: Result, aspect: Aspect): string {
  const sides = aspects[aspect];
  if (sides === null) return '–';
  if (isDeepStrictEqual(sides.rag, sides.python)) return 'equal';
  const known = knownDifference(recording, aspect);
  return known === null ? '**differs**' : `differs (${known + 1})`;
}

function differences(): string {
  return KNOWN_DIFFERENCES.map(({ reason }, index) => `${index + 1}. ${reason}`).join('\n');
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row.map((text, column) => text.padEnd(widths[column] ?? 0, text === '---' ? '-' : ' ')).join(' | ');
  return rows.map((row) => `| ${line(row)} |`).join('\n');
}
