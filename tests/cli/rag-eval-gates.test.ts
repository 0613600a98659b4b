import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { decodeReport } from '../../src/formats/report-json.ts';
import { ISLAND_CORPUS, islandQuestions, islandReply, jsonLines } from '../fakes/island-quiz.ts';
import { type ChatBody, type FakeOpenaiServer, openaiServer, type ScriptedReply } from '../fakes/openai-server.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { type RagResult, runRag } from './run-rag.ts';

const folder = temporaryFolder();
let server: FakeOpenaiServer;
/** The server answers numbered questions from this one on wrongly. */
let wrongFrom: number;
/** And fails on this one. */
let failing: number | null;
/** Chat requests at the start of the test. */
let asked: number;

beforeAll(async () => {
  server = await openaiServer({ dimensions: 8, chat: (body) => replyTo(body) ?? islandReply(body) });
});
afterAll(() => server.close());
beforeEach(async () => {
  const model = `use: openai, baseUrl: '${server.baseUrl}', retries: 0`;
  await folder.write(
    'rag.config.yaml',
    `corpus: { use: files, paths: [corpus.jsonl], title: title }
chunker: { use: fixed-length, minCharacters: 1 }
store: { use: sqlite, collection: islands }
embedding: { ${model}, model: 'qwen3-embedding:0.6b', dimensions: 8 }
languageModel: { ${model}, model: gemma-3-4b-it }
retriever: bm25
program: { use: rag, k: 1 }
dataset: { use: question-answer, devRows: dev.jsonl, dev: null }
`,
  );
  await index(ISLAND_CORPUS);
  await ask('right', 'unused', 'longer', 'shorter', 'failed');
  asked = server.chats.length;
  wrongFrom = Number.POSITIVE_INFINITY;
  failing = null;
});

async function index(corpus: readonly object[]): Promise<void> {
  await folder.write('corpus.jsonl', jsonLines(corpus));
  expect((await rag('index', '--recreate')).code).toBe(0);
}

/** Puts these questions into the data set; one is answered right, one gets no answer from the server. */
async function ask(...ids: string[]): Promise<void> {
  await folder.write('dev.jsonl', jsonLines(islandQuestions(ids)));
}

/** So many questions, all of which the server answers right. */
async function askMany(count: number): Promise<void> {
  const [question] = islandQuestions(['right']);
  const rows = Array.from({ length: count }, (_, number) => ({
    ...question,
    id: `q${number}`,
    question: `Who built lighthouse ${number} (right)?`,
  }));
  await folder.write('dev.jsonl', jsonLines(rows));
}

const WRONG = '[[ ## reasoning ## ]]\nr\n\n[[ ## answer ## ]]\nNobody\n\n[[ ## completed ## ]]';

function replyTo({ messages }: ChatBody): ScriptedReply | null {
  const number = Number(/lighthouse (\d+) /.exec(messages.at(-1)?.content ?? '')?.[1] ?? Number.NaN);
  if (number === failing) return { error: { status: 500, message: 'boom' } };
  return number >= wrongFrom ? WRONG : null;
}

function rag(...args: string[]): Promise<RagResult> {
  return runRag([...args, '--quiet'], { cwd: folder.path });
}

function isThere(name: string): boolean {
  return existsSync(join(folder.path, name));
}

describe('gates of rag eval', () => {
  it.each([
    ['passes at the bar', ['--min-score', '20'], 0],
    ['decides nothing where the server owes the answer', ['--min-score', '40'], 101],
    ['fails what owed answers could not reach', ['--min-score', '41'], 100],
    ['allows a number of failures', ['--max-failures', '1'], 0],
    ['allows a share of failures', ['--max-failures', '19%'], 100],
  ])('%s', async (_promise, flags, code) => {
    expect((await rag('eval', ...flags)).code).toBe(code);
  });

  it('writes every file although a gate fails, and tells what became of it', async () => {
    const { code, stdout } = await rag('eval', '--min-score', '90', '-o', 'a.json', '-o', 'b/a.html', '--json');

    expect(code).toBe(100);
    const { gates } = decodeReport(readFileSync(join(folder.path, 'a.json'), 'utf8'), 'a.json');
    expect(gates).toEqual([
      {
        name: 'min-score',
        requirement: 'answer_exact_match of at least 90 %',
        outcome: 'fail',
        explanation: 'zero-shot has 20.00 %, 1 of 5',
      },
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, data: { gates }, error: { code: 'GATE_FAILED' } });
    expect(isThere('b/a.html')).toBe(true);
  });

  it('compares with a baseline, and passes, fails or decides nothing', async () => {
    await askMany(8);
    await rag('eval', '-o', 'baseline.json');
    const judged = async (lost: number, ...flags: string[]) => {
      wrongFrom = 8 - lost;
      const result = await rag('eval', '--baseline', 'baseline.json', '--gate', ...flags, '--json');
      const { comparison, gates } = JSON.parse(result.stdout).data;
      return [result.code, comparison.baselineFile, comparison.lost, gates[0].outcome];
    };

    expect(await judged(0, 'no-regression')).toEqual([0, 'baseline.json', 0, 'pass']);
    expect(await judged(1, 'no-regression')).toEqual([101, 'baseline.json', 1, 'inconclusive']);
    expect(await judged(1, 'no-regression', '--gate-inconclusive', 'pass')).toEqual([
      0,
      'baseline.json',
      1,
      'inconclusive',
    ]);
    expect(await judged(1, 'no-regression:40')).toEqual([0, 'baseline.json', 1, 'pass']);
    expect(await judged(7, 'no-regression')).toEqual([100, 'baseline.json', 7, 'fail']);
    expect(await judged(7, 'no-regression:70')).toEqual([101, 'baseline.json', 7, 'inconclusive']);
  });

  it('takes nothing for a gain or a loss that the server left unanswered', async () => {
    await askMany(8);
    failing = 3;
    await rag('eval', '-o', 'baseline.json');
    failing = null;
    const judged = async (...flags: string[]) => {
      const result = await rag('eval', '--baseline', 'baseline.json', '--gate', ...flags, '--json');
      const { comparison, gates } = JSON.parse(result.stdout).data;
      const { questions, leftOut, gained, lost } = comparison;
      return [result.code, { questions, leftOut, gained, lost }, gates[0].explanation];
    };

    expect(await judged('no-regression')).toEqual([
      101,
      { questions: 7, leftOut: 1, gained: 0, lost: 0 },
      'zero-shot lies 0.00 points from zero-shot of baseline.json, 95 % interval 0.00 to 0.00 on 7 questions; 1 question that the server left unanswered could change that',
    ]);
    expect((await judged('no-regression:12.5'))[0]).toBe(0);
  });

  it('keeps and reports what is there when too many questions fail', async () => {
    await ask('right', 'failed');
    const { code, stdout } = await rag('eval', '--max-errors', '1', '--min-score', '0', '-o', 'a.json', '--json');

    expect(code).toBe(7);
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: 'TOO_MANY_FAILURES' },
      data: { gates: [{ name: 'min-score', outcome: 'inconclusive' }] },
    });
    expect(isThere('a.json')).toBe(true);
  });
});

describe('bad input of rag eval', () => {
  it.each([
    ['an unknown extension', ['-o', 'a.pdf'], 2, 'USAGE_INVALID  -o a.pdf: no report has that extension'],
    ['an unknown gate', ['--gate', 'fast'], 2, 'USAGE_INVALID  --gate fast: there is no gate "fast"'],
    ['an unknown metric', ['--min-score', 'f1=40'], 2, 'USAGE_INVALID  the metric "f1" of a gate is not measured'],
    ['a score that is none', ['--min-score', 'high'], 2, 'USAGE_INVALID  --min-score high'],
    ['an unknown action', ['look'], 2, 'USAGE_INVALID'],
    ['a report of a lock', ['lock'], 2, 'USAGE_INVALID  rag eval lock makes no use of --output'],
    ['a missing baseline', ['--baseline', 'none.json'], 3, 'FILE_NOT_FOUND  there is no file none.json'],
    ['a lock that is none', ['--locked', 'dev.jsonl'], 3, 'FILE_INVALID  dev.jsonl is no lock of rag eval'],
  ])('%s', async (_what, flags, code, message) => {
    const result = await rag('eval', ...flags, '-o', 'a.json');

    expect(result).toMatchObject({ code, stdout: '' });
    expect(result.stderr).toContain(`error ${message}`);
    expect(server.chats.length).toBe(asked);
    expect(isThere('a.json')).toBe(false);
  });

  it.each([
    ['other data', 'it is about other data, 5 questions of question-answer instead of 1', 'em'],
    ['another metric', 'its first metric is answer_exact_match, here it is answer_f1', 'f1'],
  ])('a baseline of %s', async (_what, problem, metric) => {
    await rag('eval', '-o', 'baseline.json');
    const baseline = readFileSync(join(folder.path, 'baseline.json'), 'utf8');
    const asked = server.chats.length;
    if (metric === 'em') await ask('right');
    const result = await rag('eval', '--metric', metric, '--baseline', 'baseline.json', '-o', 'a.json');

    expect(result).toMatchObject({ code: 3, stdout: '' });
    expect(result.stderr).toContain(
      `REPORT_MISMATCH  baseline.json cannot be compared with this evaluation: ${problem}`,
    );
    expect(server.chats.length).toBe(asked);
    expect(isThere('a.json')).toBe(false);
    expect(readFileSync(join(folder.path, 'baseline.json'), 'utf8')).toBe(baseline);
  });
});

describe('rag eval lock', () => {
  const moved = async (...flags: string[]) => {
    const asked = server.chats.length;
    const { code, stderr } = await rag('eval', '--locked', 'eval.lock.json', ...flags);
    expect(server.chats.length).toBe(asked);
    return [code, /error LOCK_MISMATCH {2}not as in eval\.lock\.json: (.*)/.exec(stderr)?.[1]];
  };

  it('writes down bar, data, index and programs without asking a question', async () => {
    const { code, stdout } = await rag('eval', 'lock', '--min-score', '20', '--max-failures', '1', '--json');

    expect(code).toBe(0);
    expect(server.chats.length).toBe(asked);
    const { data } = JSON.parse(stdout);
    expect(data.file).toBe('eval.lock.json');
    expect(data.lock).toMatchObject({
      gates: [
        { type: 'min-score', metric: 'answer_exact_match', percent: 20 },
        { type: 'max-failures', limit: 1, unit: 'rows' },
      ],
      facts: {
        metrics: ['answer_exact_match'],
        data: { questions: 5 },
        index: { points: 3 },
        programs: [{ label: 'zero-shot' }],
      },
    });
    expect(JSON.parse(readFileSync(join(folder.path, 'eval.lock.json'), 'utf8'))).toEqual({
      schema: 'rag-lock/v1',
      ...data.lock,
    });
  });

  it('writes one file', async () => {
    const { code, stderr } = await rag('eval', 'lock', 'a.lock.json', 'b.lock.json');

    expect(code).toBe(2);
    expect(stderr).toContain('USAGE_INVALID  rag eval lock writes one file, found a.lock.json b.lock.json');
    expect(isThere('a.lock.json')).toBe(false);
  });

  it('tells a missed bar from one that was moved', async () => {
    await rag('eval', 'lock', '--min-score', '41');
    expect((await rag('eval', '--locked', 'eval.lock.json')).code).toBe(100);
    expect((await rag('eval', '--locked', 'eval.lock.json', '--min-score', '41')).code).toBe(100);
    expect(await moved('--min-score', '20')).toEqual([
      102,
      'the gates are min-score:answer_exact_match=20 instead of min-score:answer_exact_match=41',
    ]);
    expect(await moved('--gate-inconclusive', 'pass')).toEqual([
      102,
      'an inconclusive gate counts as pass instead of report',
    ]);
    expect(await moved('--metric', 'f1')).toEqual([102, 'the metrics are answer_f1 instead of answer_exact_match']);

    await rag('eval', 'lock', '--min-score', '20');
    expect((await rag('eval', '--locked', 'eval.lock.json')).code).toBe(0);
  });

  it('tells data, index and programs that were moved', async () => {
    await rag('eval', 'lock', '--min-score', '20');

    expect(await moved('--dev', '4')).toEqual([102, 'the data is another, 4 questions instead of 5']);
    expect(await moved('--k', '2')).toEqual([102, 'the program zero-shot is another']);
    await ask('right', 'unused', 'longer', 'failed', 'shorter');
    expect(await moved()).toEqual([102, 'the data is another, 5 questions instead of 5']);
    await ask('right', 'unused', 'longer', 'shorter', 'failed');
    await index(ISLAND_CORPUS.slice(1));
    expect(await moved()).toEqual([102, 'the index is another, 2 points instead of 3']);
  });

  it('tells a metric of the user that was rewritten', async () => {
    const metric = (score: number) =>
      folder.write(
        'mine.mjs',
        `export const definition = { name: 'mine', description: 'd', options: { parse: (o) => o },
          create: () => ({ name: 'mine', score: () => ${score} }) };`,
      );
    await metric(0.5);
    await rag('eval', 'lock', '--metric', './mine.mjs', '--min-score', '20');

    await metric(1);
    expect(await moved('--metric', './mine.mjs')).toEqual([102, 'metric.module is another']);
  });

  it('holds for the shards of an evaluation and for their whole', async () => {
    await rag('eval', 'lock', '--min-score', '20');
    const locked = ['--locked', 'eval.lock.json'];
    for (const shard of ['1', '2']) {
      await rag('eval', '--shard', `${shard}/2`, '-o', `${shard}.json`);
    }

    expect((await rag('eval', 'merge', '1.json', '2.json', ...locked)).code).toBe(0);
    expect(await moved('merge', '1.json', '2.json', '--min-score', '10')).toEqual([
      102,
      expect.stringMatching(/^the gates/),
    ]);
  });

  it('holds on to the baseline, wherever the lock file is', async () => {
    await askMany(8);
    await rag('eval', '-o', 'kept/baseline.json');
    const flags = ['--baseline', 'kept/baseline.json', '--gate', 'no-regression', '--gate-inconclusive', 'fail'];
    await rag('eval', 'lock', 'kept/bar.lock.json', ...flags);

    expect((await rag('eval', '--locked', 'kept/bar.lock.json')).code).toBe(0);
    wrongFrom = 7;
    expect((await rag('eval', '--locked', 'kept/bar.lock.json')).code).toBe(100);
    await rag('eval', '-o', 'kept/baseline.json');
    const { code, stderr } = await rag('eval', '--locked', 'kept/bar.lock.json');
    expect([code, stderr]).toEqual([
      102,
      expect.stringContaining('not as in kept/bar.lock.json: the baseline is another'),
    ]);
  });
});
