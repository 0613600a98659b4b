import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeReport } from '../../src/formats/report-json.ts';
import { ISLAND_CORPUS, islandQuestions, islandReply, jsonLines } from '../fakes/island-quiz.ts';
import { type FakeOpenaiServer, openaiServer } from '../fakes/openai-server.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { type RagResult, runRag } from './run-rag.ts';

const folder = temporaryFolder();
let server: FakeOpenaiServer;

beforeAll(async () => {
  server = await openaiServer({ dimensions: 8, chat: islandReply });
});
afterAll(() => server.close());

function config(changes: string): string {
  const model = `use: openai, baseUrl: '${server.baseUrl}', retries: 0`;
  return `corpus: { use: files, paths: [corpus.jsonl], title: title }
chunker: { use: fixed-length, minCharacters: 1 }
store: { use: sqlite, collection: islands }
embedding: { ${model}, model: 'qwen3-embedding:0.6b', dimensions: 8 }
languageModel: { ${model}, model: gemma-3-4b-it, timeoutSeconds: 1 }
retriever: bm25
program: { use: rag, k: 1 }
dataset: { use: question-answer, devRows: dev.jsonl, keep: [type, gold_passage_ids], dev: null }
evaluation: { concurrency: 4, maxErrors: 100 }
${changes}`;
}

async function rag(args: readonly string[], changes = ''): Promise<RagResult> {
  await folder.write('rag.config.yaml', config(changes));
  return runRag(args, { cwd: folder.path });
}

async function indexed(questions: readonly object[] = islandQuestions()): Promise<void> {
  await folder.write('corpus.jsonl', jsonLines(ISLAND_CORPUS));
  await folder.write('dev.jsonl', jsonLines(questions));
  expect((await rag(['index', '--quiet'])).code).toBe(0);
}

const dataOf = ({ stdout }: RagResult) => JSON.parse(stdout).data;

describe('rag eval', () => {
  it('tells every way in which a question can end, and why answers are wrong', async () => {
    await indexed([
      ...islandQuestions(),
      { ...islandQuestions(['right'])[0], id: 'late', question: 'Who built it (late)?' },
    ]);
    server.addFault({
      matches: ({ body }) => body.includes('(late)'),
      reply: { delayMs: 3000 },
    });

    const data = dataOf(await rag(['eval', '--json', '--rows', '--quiet']));
    server.clearFaults();

    const [{ rows, ...variant }] = data.variants;
    const told = rows.map(({ id, outcome, diagnosis, form }: Record<string, unknown>) =>
      [id, outcome, diagnosis, form].filter((word) => word !== null).join(' '),
    );
    expect(told).toEqual([
      'right correct',
      'unused wrong not-used',
      'unretrieved wrong not-retrieved',
      'absent wrong not-in-corpus',
      'longer wrong wrong-form longer',
      'shorter wrong wrong-form shorter',
      'order wrong wrong-form order',
      'number wrong wrong-form number',
      'verdict wrong undecidable',
      'nothing retrieval-empty not-retrieved',
      'formless unparsable wrong-form format',
      'unparsable unparsable not-used',
      'empty unparsable not-used',
      'cut truncated not-used',
      'refused refused not-used',
      'filtered refused not-used',
      'failed transport',
      'overlong prompt-too-long',
      'late timeout',
    ]);
    expect(variant).toMatchObject({
      score: 5.26,
      correct: 1,
      total: 19,
      failures: 9,
      scores: [{ interval: { low: 0.94, high: 24.64 }, bounds: { low: 5.26, high: 52.63 } }],
      outcomes: {
        correct: 1,
        wrong: 8,
        'retrieval-empty': 1,
        unparsable: 3,
        truncated: 1,
        refused: 2,
        'prompt-too-long': 1,
        transport: 1,
        timeout: 1,
        'metric-failed': 0,
      },
      diagnoses: { 'not-in-corpus': 1, 'not-retrieved': 2, 'not-used': 6, 'wrong-form': 5, undecidable: 1 },
      forms: { longer: 1, shorter: 1, order: 1, accents: 0, spacing: 0, number: 1, format: 1 },
      answerInCorpus: { found: 17, of: 18 },
      answerInPassages: { found: 15, of: 18 },
    });
  });

  it('prints what people need to judge a score', async () => {
    await indexed(islandQuestions(['right', 'unused', 'longer', 'absent', 'failed']));

    const { stdout } = await rag(['eval', '--quiet', '--no-times', '--metric', 'em', '--metric', 'retrieval_recall']);

    expect(stdout).toMatchInlineSnapshot(`
      "program    answer_exact_match  95 % interval  correct  file
      zero-shot             20.00 %     3.6 – 62.5    1 / 5

                                             zero-shot
      retrieval_recall                         60.00 %
      score, failures wrong to right  20.00 to 40.00 %
      answer in the corpus                      4 of 5
      answer in the passages                    4 of 5
      correct                                        1
      wrong                                          3
      server failed                                  1
        answer not in the corpus                     1
        retrieved, not used                          1
        right content, wrong form                    1
          words around the answer                    1
      tokens, in and out                       819, 80

      power       5 questions show a gain of 93.9 points or more 80 % of the time
      "
    `);
  });

  it('writes a report that can be read back, the same for the same results', async () => {
    await indexed(islandQuestions(['right', 'unused', 'failed']));
    const eval_ = (file: string, concurrency: string) =>
      rag(['eval', '--quiet', '--no-times', '-o', file, '--set', `evaluation.concurrency=${concurrency}`]);

    await eval_('one.json', '1');
    await eval_('two.json', '1');

    const text = readFileSync(join(folder.path, 'one.json'), 'utf8');
    expect(readFileSync(join(folder.path, 'two.json'), 'utf8')).toBe(text);
    const report = decodeReport(text, 'one.json');
    expect(report.run).toMatchObject({
      metrics: ['answer_exact_match'],
      languageModel: 'openai/gemma-3-4b-it',
      data: { name: 'question-answer', questions: 3, digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
      index: { collection: 'islands', points: 3, digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
      samples: 1,
      stopped: null,
    });
    expect(report.variants[0]?.rows.map(({ id }) => id)).toEqual(['right', 'unused', 'failed']);
    expect(report.variants[0]?.rows[0]?.calls[0]?.prompt.map(({ role }) => role)).toEqual(['system', 'user']);
  });

  it('prices tokens by the table of the configuration', async () => {
    await indexed(islandQuestions(['right', 'unused']));
    const prices = 'prices: { gemma-3-4b-it: { prompt: 1, completion: 10 } }';

    const [variant] = dataOf(await rag(['eval', '--json', '--quiet'], prices)).variants;

    const { promptTokens, completionTokens } = variant.usage;
    expect(promptTokens).toBeGreaterThan(0);
    expect(variant.cost).toBeCloseTo((promptTokens + 10 * completionTokens) / 1e6, 12);
  });

  it('asks for as many samples as are wanted, and warns when they cannot differ', async () => {
    await indexed(islandQuestions(['right', 'unused']));

    const result = await rag(['eval', '--json', '--quiet', '--rows', '--repeat', '3', '--temperature', '0']);

    const { variants, run } = dataOf(result);
    expect(run.samples).toBe(3);
    expect(variants[0].rows.map(({ id, sample }: Record<string, unknown>) => `${id} ${sample}`)).toEqual([
      'right 0',
      'right 1',
      'right 2',
      'unused 0',
      'unused 1',
      'unused 2',
    ]);
    expect(variants[0].stability).toMatchObject({ samples: 3, samplingVariance: 0, unstable: [] });
    expect(JSON.parse(result.stdout).warnings).toContainEqual({
      code: 'SAMPLES_EQUAL',
      message: "the temperature is 0, so a question's samples may all be the same: --temperature 0.7 lets them differ",
    });
  });

  it('keeps what was measured when too many questions fail', async () => {
    await indexed(islandQuestions(['right', 'failed', 'unparsable', 'unused']));

    const result = await rag([
      'eval',
      '--json',
      '--quiet',
      '--concurrency',
      '1',
      '--max-errors',
      '2',
      '-o',
      'report.json',
    ]);

    expect(result.code).toBe(7);
    expect(JSON.parse(result.stdout)).toMatchObject({
      ok: false,
      data: { variants: [{ label: 'zero-shot', total: 3, correct: 1, failures: 2 }] },
      error: { code: 'TOO_MANY_FAILURES' },
    });
    expect(
      decodeReport(readFileSync(join(folder.path, 'report.json'), 'utf8'), 'report.json').run.stopped,
    ).toMatchObject({
      code: 'TOO_MANY_FAILURES',
    });
  });

  it.each<[string, readonly string[], string]>([
    ['an unknown metric', ['--metric', 'em', '--metric', 'rogue'], 'NAME_UNKNOWN'],
    ['a metric named twice', ['--metric', 'em', '--metric', 'exact-match'], 'CONFIG_INVALID'],
    ['a report of unknown format', ['-o', 'report.docx'], 'USAGE_INVALID'],
  ])('refuses %s before it asks anything', async (_what, flags, code) => {
    await indexed();
    const asked = server.chats.length;

    const result = await rag(['eval', '--json', ...flags]);

    expect(result.code).toBe(2);
    expect(JSON.parse(result.stdout).error.code).toBe(code);
    expect(server.chats.length).toBe(asked);
  });
});
