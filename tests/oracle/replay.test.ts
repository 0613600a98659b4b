import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import pMap from 'p-map';
import { beforeAll, describe, expect, it } from 'vitest';
import { ASPECTS, compareReplay, type Requests } from './comparison.ts';
import { type Result, withTable } from './fidelity-table.ts';
import { knownDifference } from './known-differences.ts';
import { readRecording, recordingNames } from './recording.ts';
import { replay } from './replay.ts';

const PAGE = fileURLToPath(new URL('../../docs/fidelity.md', import.meta.url));
const names = recordingNames();

/** With many questions in flight only what is comparable: how far an error cap lets the others go is a matter of luck. */
const CONCURRENT = names.filter(
  (name) => name.endsWith('.3.0.4') && !/^(bad-requests|evaluate-error-cap)\./.test(name),
);

const oneByOne = new Map<string, Result>();
const eightAtOnce = new Map<string, Result>();

beforeAll(async () => {
  const jobs = [
    ...names.map((name) => ({ name, concurrency: 1, results: oneByOne })),
    ...CONCURRENT.map((name) => ({ name, concurrency: 8, results: eightAtOnce })),
  ];
  const work = async ({ name, concurrency, results }: (typeof jobs)[number]) => {
    const recording = readRecording(name);
    results.set(name, { recording, aspects: compareReplay(recording, await replay(recording, concurrency)) });
  };
  await pMap(jobs, work, { concurrency: availableParallelism() + 1 });
}, 600_000);

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

  it.each(['demos', 'score', 'file'] as const)('%s', (aspect) => {
    const sides = resultOf(eightAtOnce, name).aspects[aspect];

    expect(sides?.rag).toStrictEqual(sides?.python);
  });
});

describe('a rejected key', () => {
  it.each(['bad-requests.3.0.4', 'bad-requests.3.3.1'])(
    'ends compiling, with the same requests until then: %s',
    (name) => {
      const { rag, python } = resultOf(oneByOne, name).aspects.requests;

      expect(rag.compile.length).toBeGreaterThan(0);
      expect(rag.compile).toStrictEqual(python.compile.slice(0, rag.compile.length));
    },
  );
});

describe('docs/fidelity.md', () => {
  it('has the table of this run (npm run fidelity writes it)', async () => {
    const page = withTable(readFileSync(PAGE, 'utf8'), [...oneByOne.values()]);

    await expect(page).toMatchFileSnapshot(PAGE);
  });
});

function resultOf(results: ReadonlyMap<string, Result>, name: string): Result {
  const result = results.get(name);
  if (result === undefined) throw new Error(`${name} was not replayed`);
  return result;
}

function inAnyOrder({ compile, evaluate }: Requests): string[] {
  return [...compile, ...evaluate].map((body) => JSON.stringify(Object.entries(body).sort())).sort();
}
