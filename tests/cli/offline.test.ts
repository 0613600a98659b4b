import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeFolder } from '../temporary-folder.ts';
import { runRag } from './run-rag.ts';

describe('the offline configuration', () => {
  const folder = makeFolder();
  afterAll(() => folder.remove());

  const rag = (...args: string[]) => runRag([...args, '--config', 'offline'], { cwd: folder.path });
  const data = async (...args: string[]) => {
    const { code, stdout, stderr } = await rag(...args, '--json');
    expect({ code, stderr }).toMatchObject({ code: 0 });
    return JSON.parse(stdout).data;
  };

  it('indexes the sample', async () => {
    const { code, stdout } = await rag('index');

    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('108 chunks indexed');
  });

  it('compiles, and saves the same bytes each time', async () => {
    const artifact = join(folder.path, 'artifacts', 'compiled_rag_v1.json');

    const first = await data('compile');
    const bytes = readFileSync(artifact, 'utf8');
    const second = await data('compile');

    expect(first).toMatchObject({ artifact: 'artifacts/compiled_rag_v1.json', trainset: 40 });
    expect(first.bootstrapped + first.labeled).toBe(4);
    expect(second).toEqual(first);
    expect(readFileSync(artifact, 'utf8')).toBe(bytes);
  });

  it('names each example that was tried, when asked to say more', async () => {
    const { stderr } = await rag('compile', '--verbose');

    const attempts = stderr.split('\n').filter((line) => line.startsWith('attempt '));
    expect(attempts.length).toBeGreaterThan(1);
    expect(attempts[0]).toMatch(/^attempt 0 round 0 {2}train-\d+ {2}(accepted|rejected|failed)/);
  });

  it('scores the compiled program clearly above the one without demos', async () => {
    const { metric, variants, comparison, caveat } = await data('eval', '--program', 'compiled_rag_v1.json');

    expect(metric).toBe('answer_exact_match');
    expect(variants.map(({ label, total, failures }: Record<string, unknown>) => [label, total, failures])).toEqual([
      ['zero-shot', 60, 0],
      ['compiled', 60, 0],
    ]);
    expect(comparison.verdict).toBe('better');
    expect(caveat).toMatch(/builtin/);
  });

  it('answers a question from its passages', async () => {
    const { answer, passages } = await data('run', 'Which trimaran set the record of the Round-the-Isles Race?');

    expect(answer).toBe('Quicksilver');
    expect(passages[0].id).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('warns beside the answer that a warning is about', async () => {
    const args = ['run', '--config', 'offline', '--json'];

    const { stdout } = await runRag(args, {
      cwd: folder.path,
      stdin: 'xyzzy\nWho founded the University of Brannoch?\n',
    });

    const answers = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(answers.map(({ warnings }) => warnings.map(({ code }: { code: string }) => code))).toEqual([
      ['NO_PASSAGES'],
      [],
    ]);
  });

  it('searches the vectors with one flag', async () => {
    const { passages } = await data(
      'run',
      'Which trimaran set the record of the Round-the-Isles Race?',
      '--retriever',
      'dense',
    );

    expect(passages).toHaveLength(3);
  });
});
