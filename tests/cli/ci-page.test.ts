import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { makeFolder } from '../temporary-folder.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PAGE = readFileSync(join(ROOT, 'docs/ci.md'), 'utf8');

/** The code of the page's first block of that language below a heading. */
function blockBelow(heading: string, language: string): string {
  const section = PAGE.split(/^## /m).find((part) => part.startsWith(heading)) ?? '';
  const block = section.split('```').find((part) => part.startsWith(`${language}\n`));
  if (block === undefined) throw new Error(`no ${language} below "${heading}"`);
  return block.slice(language.length + 1);
}

const step = z.looseObject({
  run: z.string().optional(),
  uses: z.string().optional(),
  'working-directory': z.string().optional(),
});
const workflow = z.strictObject({
  name: z.string(),
  on: z.enum(['pull_request', 'push']),
  permissions: z.strictObject({ contents: z.literal('read') }),
  jobs: z.record(
    z.string(),
    z.strictObject({ 'runs-on': z.string(), 'timeout-minutes': z.int(), steps: z.array(step) }),
  ),
});

/** Settings that a change of the program could bring; what the lock does not hold. */
const WORSE = { RAG_RETRIEVER_SCORE_THRESHOLD: '1000' };
const SLIGHTLY_WORSE = { RAG_RETRIEVER_SCORE_THRESHOLD: '12' };
const OTHER_DATA = { RAG_DATASET_DEV: '40' };
const BROKEN = { RAG_DATASET: 'no-such-data-set' };

describe('the examples of docs/ci.md', () => {
  const folder = makeFolder();
  const programs = join(folder.path, 'programs');

  /** Runs a script as a machine would that has `rag`, the bundled sample for its configuration, and nothing of this machine's. */
  const run = (shell: readonly string[], script: string, changes: Readonly<Record<string, string>>, cwd = '.') => {
    const [command = '', ...options] = shell;
    const { status, stdout, stderr } = spawnSync(command, [...options, '-c', script], {
      cwd: join(folder.path, cwd),
      encoding: 'utf8',
      env: {
        PATH: [programs, process.env.PATH].join(delimiter),
        HOME: folder.path,
        RAG_CONFIG: 'offline',
        ...changes,
      },
    });
    return { code: status, said: stdout.trim().split('\n').at(-1), stderr };
  };

  beforeAll(() => {
    mkdirSync(programs);
    mkdirSync(join(folder.path, 'tools/rag'), { recursive: true });
    const program = (name: string, text: string) => writeFileSync(join(programs, name), text, { mode: 0o755 });
    program('rag', `#!/bin/sh\nexec "${process.execPath}" "${join(ROOT, 'bin/rag.js')}" "$@"\n`);
    program('npm', '#!/bin/sh\necho "npm $*" >> "$HOME/npm.log"\n');
    const { code, stderr } = run(['sh', '-e'], blockBelow('Agree on a bar', 'sh'), {});
    if (code !== 0) throw new Error(stderr);
  });
  afterAll(() => folder.remove());

  it.each([
    ['pass', {}, 0],
    ['fail', WORSE, 1],
    ['inconclusive', SLIGHTLY_WORSE, 2],
    ['moved', OTHER_DATA, 3],
    ['error', BROKEN, 4],
  ])('the shell script tells by exit codes: %s', (outcome, changes, expected) => {
    const { code, said } = run(['sh'], blockBelow('A shell script', 'sh'), changes);

    expect({ code, said: said?.split(':')[0] }).toEqual({ code: expected, said: outcome === 'error' ? '' : outcome });
  });

  it.each([
    ['pass', {}, [0, 0, 0], ''],
    ['fail', WORSE, [0, 0, 100], '::error title=min-score fail::'],
    ['inconclusive', SLIGHTLY_WORSE, [0, 0, 0], '::warning title=no-regression inconclusive::'],
    ['moved', OTHER_DATA, [0, 0, 102], ''],
  ])('the workflow runs step by step: %s', (outcome, changes, codes, annotation) => {
    const { jobs } = workflow.parse(parse(blockBelow('A GitHub workflow', 'yaml')));
    const summary = join(folder.path, `${outcome}.md`);
    const github = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary };
    const steps = Object.values(jobs).flatMap((job) => job.steps);

    const ended = steps.flatMap(({ run: script, 'working-directory': cwd }) =>
      script === undefined ? [] : [run(['bash', '-e'], script, { ...changes, ...github }, cwd)],
    );

    expect(ended.map(({ code }) => code)).toEqual(codes);
    expect(ended.at(-1)?.stderr).toContain(annotation);
    if (outcome !== 'moved') expect(readFileSync(summary, 'utf8')).toContain('min-score');
    expect(steps.every(({ run: script, uses }) => (script === undefined) !== (uses === undefined))).toBe(true);
  });

  it('the shards are joined and judged as the whole', () => {
    expect(run(['sh', '-e'], blockBelow('Several machines', 'sh'), {}).code).toBe(0);
    expect(run(['sh', '-e'], blockBelow('Several machines', 'sh'), WORSE).code).toBe(100);
  });
});
