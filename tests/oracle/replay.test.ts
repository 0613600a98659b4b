import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import pMap from 'p-map';
import { beforeAll, describe, expect, it } from 'vitest';
import { ASPECTS, compareReplay, type Requests } from './comparison.ts';
import { type Result, withTable } from './fidelity-table.ts';
import { knownDifference } from './known-differences.ts';
import { readRecording, recordingNames, sameRun } from './recording.ts';
import { replay } from './replay.ts';

const PAGE = fileURLToPath(new URL('../../docs/fidelity.md', import.meta.url));
const names = recordingNames();
const scenarios = names.filter((name) => name.endsWith('.3.0.4')).map((name) => name.slice(0, -'.3.0.4'.length));

/** How far an error cap lets other questions go is a matter of luck; a rejected key has a test of its own. */
const CONCURRENT = scenarios.filter((scenario) => !['bad-requests', 'evaluate-error-cap'].includes(scenario));

const oneByOne = new Map<string, Result>();
const eightAtOnce = new Map<string, Result>();

beforeAll(() => pMap(scenarios, replayScenario, { concurrency: availableParallelism() + 1 }), 600_000);

/** Bootstrapping is sequential whatever is said, so only a search is compiled with eight questions in flight, too. */
async function replayScenario(scenario: string): Promise<void> {
  const [older, newer] = [readRecording(`${scenario}.3.0.4`), readRecording(`${scenario}.3.3.1`)];
  const first = await replay(older, { concurrency: 1 });
  const second = sameRun(older, newer) ? first : await replay(newer, { concurrency: 1 });
  oneByOne.set(`${scenario}.3.0.4`, { recording: older, aspects: compareReplay(older, first) });
  oneByOne.set(`${scenario}.3.3.1`, { recording: newer, aspects: compareReplay(newer, second) });
  if (!CONCURRENT.includes(scenario)) return;
  const third = await replay(older, { concurrency: 8, ...(isSearch(scenario) ? {} : { compiled: first.saved }) });
  const compile = third.compile ?? first.compile;
  eightAtOnce.set(scenario, { recording: older, aspects: compareReplay(older, { ...third, compile }) });
}

describe.each(names)('rag in the place of DSPy: %s', (name) => {
  it.each(ASPECTS)('%s', (aspect) => {
    const { recording, aspects } = resultOf(oneByOne, name);
    const sides = aspects[aspect];
    const isKnown = knownDifference(recording, aspect) !== null;

    if (isKnown) expect(sides?.rag).not.toStrictEqual(sides?.python);
    else expect(sides?.rag).toStrictEqual(sides?.python);
  });
});

describe.each(CONCURRENT)('with eight questions in flight: %s', (name) => {
  it('makes the same requests, in whatever order', () => {
    const { requests } = resultOf(eightAtOnce, name).aspects;

    expect(inAnyOrder(requests.rag)).toStrictEqual(inAnyOrder(requests.python));
  });

  it.each(isSearch(name) ? ASPECTS.slice(1) : (['score'] as const))('%s', (aspect) => {
    const sides = resultOf(eightAtOnce, name).aspects[aspect];

    expect(sides?.rag).toStrictEqual(sides?.python);
  });
});

describe('a rejected key', () => {
  it('ends compiling, with the same requests until then', () => {
    const { rag, python } = resultOf(oneByOne, 'bad-requests.3.0.4').aspects.requests;

    expect(rag.compile.length).toBeGreaterThan(0);
    expect(rag.compile).toStrictEqual(python.compile.slice(0, rag.compile.length));
  });
});

describe('docs/fidelity.md', () => {
  it('has the table of this run (npm run fidelity writes it)', async () => {
    const page = withTable(readFileSync(PAGE, 'utf8'), [...oneByOne.values()]);

    await expect(page).toMatchFileSnapshot(PAGE);
  });
});

function isSearch(scenario: string): boolean {
  return scenario.startsWith('random-search');
}

function resultOf(results: ReadonlyMap<string, Result>, name: string): Result {
  const result = results.get(name);
  if (result === undefined) throw new Error(`${name} was not replayed`);
  return result;
}

function inAnyOrder({ compile, evaluate }: Requests): string[] {
  return [...compile, ...evaluate].map((body) => JSON.stringify(Object.entries(body).sort())).sort();
}
