import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeReport } from '../../src/formats/report-json.ts';
import { islandQuestions, islandReply } from '../fakes/island-quiz.ts';
import { type FakeOpenaiServer, openaiServer } from '../fakes/openai-server.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { dataOf, islandEvaluation } from './island-evaluation.ts';

const folder = temporaryFolder();
let server: FakeOpenaiServer;

beforeAll(async () => {
  server = await openaiServer({ dimensions: 8, chat: islandReply });
});
afterAll(() => server.close());

const { rag, index: indexed, read } = islandEvaluation(folder, () => server);

describe('rag eval', () => {
  it('tells every way in which a question can end, and why answers are wrong', async () => {
    await indexed([
      ...islandQuestions(),
      { ...islandQuestions(['right'])[0], id: 'late', question: 'Who built it (late)?' },
      { ...islandQuestions(['right'])[0], id: 'dropped', question: 'Who built it (dropped)?' },
      { ...islandQuestions(['right'])[0], id: 'torn', question: 'Who built it (torn)?' },
    ]);
    server.addFault({ matches: ({ body }) => body.includes('(dropped)'), reply: { reset: true } });
    server.addFault({
      matches: ({ body }) => body.includes('(torn)'),
      reply: { body: '{"choices": []', cutAfterBytes: 10 },
    });
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
      'accents wrong wrong-form accents',
      'spacing wrong wrong-form spacing',
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
      'dropped transport',
      'torn transport',
    ]);
    expect(variant).toMatchObject({
      score: 4.35,
      correct: 1,
      total: 23,
      failures: 11,
      scores: [{ interval: { low: 0.77, high: 20.99 }, bounds: { low: 4.35, high: 52.17 } }],
      outcomes: {
        correct: 1,
        wrong: 10,
        'retrieval-empty': 1,
        unparsable: 3,
        truncated: 1,
        refused: 2,
        'prompt-too-long': 1,
        transport: 3,
        timeout: 1,
        'metric-failed': 0,
      },
      diagnoses: { 'not-in-corpus': 1, 'not-retrieved': 2, 'not-used': 6, 'wrong-form': 7, undecidable: 1 },
      forms: { longer: 1, shorter: 1, order: 1, accents: 1, spacing: 1, number: 1, format: 1 },
      answerInCorpus: { found: 21, of: 22 },
      answerInPassages: { found: 19, of: 22 },
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

      power       5 questions show no gain 80 % of the time (at p < 0.05), however large
      "
    `);
  });

  it('writes a report that can be read back, the same for the same results', async () => {
    await indexed(islandQuestions(['right', 'unused', 'failed']));
    const eval_ = (file: string, concurrency: string) =>
      rag(['eval', '--quiet', '--no-times', '-o', file, '--set', `evaluation.concurrency=${concurrency}`]);

    await eval_('one.json', '1');
    await eval_('two.json', '1');

    const text = read('one.json');
    expect(read('two.json')).toBe(text);
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

  it('chooses questions by a column, and joins shards to the whole', async () => {
    await indexed();
    const eval_ = (file: string, ...flags: string[]) =>
      rag(['eval', '--quiet', '--no-times', '-o', file, '--filter', 'type=odd', '--dev', '5', ...flags]);
    const odd = islandQuestions()
      .filter(({ type }) => type === 'odd')
      .slice(0, 5);

    await eval_('whole.json');
    await eval_('one.json', '--shard', '1/2');
    await eval_('two.json', '--shard', '2/2');
    const merged = await rag(['eval', 'merge', 'two.json', 'one.json', '-o', 'merged.json', '--json']);

    const whole = decodeReport(read('whole.json'), 'whole.json');
    expect(whole.run.data).toMatchObject({ questions: 5, filters: ['type=odd'] });
    expect(whole.variants[0]?.rows.map(({ id }) => id)).toEqual(odd.map(({ id }) => id));
    expect(merged.code).toBe(0);
    expect(read('merged.json')).toBe(read('whole.json'));
  });

  it.each<[string, readonly string[], number, string, string]>([
    ['a column nobody has', ['--filter', 'typ=odd'], 3, 'DATASET_COLUMN_MISSING', 'has no column "typ"; it has "type"'],
    ['a value nobody has', ['--filter', 'type=strange'], 3, 'DATASET_EMPTY', 'no question satisfies type=strange'],
    ['a filter without a value', ['--filter', 'type'], 2, 'USAGE_INVALID', 'a filter is column=value'],
    ['a part beyond the whole', ['--shard', '3/2'], 2, 'USAGE_INVALID', '--shard takes a part of a whole, found "3/2"'],
    ['a part without a question', ['--shard', '21/21'], 3, 'DATASET_EMPTY', 'shard 21/21 of 20 questions is empty'],
    ['no question at all', ['--dev', '0'], 3, 'DATASET_EMPTY', 'there is no question to evaluate on'],
    ['nothing to merge', ['merge'], 2, 'USAGE_INVALID', 'rag eval merge needs the reports of all shards'],
    ['an action nobody knows', ['marge'], 2, 'USAGE_INVALID', 'marge'],
    ['nothing to resume', ['--resume'], 3, 'JOURNAL_NOT_FOUND', 'there is no evaluation of these programs, questions'],
  ])('refuses %s', async (_what, flags, exitCode, code, message) => {
    await indexed();

    const { code: found, stdout } = await rag(['eval', '--json', ...flags]);

    expect([found, JSON.parse(stdout).error.code]).toEqual([exitCode, code]);
    expect(JSON.parse(stdout).error.message).toContain(message);
  });

  it.each<[string, readonly object[], string, string]>([
    ['no rows', [], 'DATASET_EMPTY', 'the dev rows of question-answer are empty'],
    [
      'two rows of one id',
      [0, 0].map(() => islandQuestions(['right'])[0] ?? {}),
      'DATASET_INVALID',
      'dev.jsonl:2 has the id "right", as dev.jsonl:1 has',
    ],
    [
      'a row without an answer',
      [{ id: 'x', question: 'Q?', type: 't', gold_passage_ids: [] }],
      'DATASET_COLUMN_MISSING',
      '"answer"',
    ],
    [
      'a row with a null answer',
      [{ id: 'x', question: 'Q?', answer: null, gold_passage_ids: [] }],
      'ROW_INVALID',
      'answer',
    ],
  ])('refuses %s', async (_what, rows, code, message) => {
    await indexed(rows);

    const result = await rag(['eval', '--json']);

    expect([result.code, JSON.parse(result.stdout).error.code]).toEqual([3, code]);
    expect(JSON.parse(result.stdout).error.message).toContain(message);
  });

  it.each<[string, string, string]>([
    [
      'gives NaN',
      'Number.NaN',
      'metric "mine" gave NaN for example "right", expected true, false or a number from 0 to 1',
    ],
    ['throws', "(() => { throw new Error('lost') })()", 'metric "mine" failed on example "right": lost'],
  ])("names a user's metric that %s, and loses nothing else", async (_what, score, message) => {
    await indexed(islandQuestions(['right', 'unused']));
    const source = `export const definition = { name: 'mine', description: 'd', options: { parse: (o) => o },
      create: () => ({ name: 'mine', score: (example) => (example.id === 'right' ? ${score} : 0.5) }) };`;
    await folder.write('mine.mjs', source);

    const results = [
      await rag(['eval', '--json', '--rows', '--quiet', '--metric', './mine.mjs', '--metric', 'em']),
      await rag(['eval', '--json', '--rows', '--quiet', '--metric', 'em', '--metric', './mine.mjs']),
    ];
    const [first, second] = results.map(dataOf);

    expect(first.variants[0]).toMatchObject({
      score: 25,
      failures: 1,
      outcomes: { 'metric-failed': 1, wrong: 1 },
      rows: [
        { error: { code: 'METRIC_FAILED', message }, scores: [{ value: 0, error: message }, { value: true }] },
        { scores: [{ value: 0.5, error: null }, { value: false }] },
      ],
    });
    expect(second.variants[0]).toMatchObject({
      score: 50,
      failures: 0,
      scores: [{ metric: 'answer_exact_match' }, { metric: 'mine', score: 25, bounds: { low: 25, high: 75 } }],
    });
    for (const { stderr } of results) {
      expect(stderr).toContain(
        `METRIC_INCOMPLETE  mine could not judge 1 of 2 answers of zero-shot, which count as 0: ${message}`,
      );
    }
  });

  it('has a judge model score what text cannot, and counts its tokens', async () => {
    const judged = {
      precision:
        '[[ ## reasoning ## ]]\nr\n\n[[ ## recall ## ]]\n0.5\n\n[[ ## precision ## ]]\n1\n\n[[ ## completed ## ]]',
      groundedness:
        '[[ ## reasoning ## ]]\nr\n\n[[ ## system_response_claims ## ]]\nc\n\n[[ ## discussion ## ]]\nd\n\n[[ ## groundedness ## ]]\n0.75\n\n[[ ## completed ## ]]',
    };
    const judge = await openaiServer({
      models: ['judge-model'],
      chat: ({ messages }) => (messages[0]?.content.includes('groundedness') ? judged.groundedness : judged.precision),
    });
    await indexed(islandQuestions(['right']));
    const flags = ['semantic_f1', 'answer_groundedness', 'em'].flatMap((metric) => ['--metric', metric]);

    const [variant] = dataOf(
      await rag(
        ['eval', '--json', '--rows', '--quiet', ...flags, '-o', 'report.json'],
        `judgeModel: { baseUrl: '${judge.baseUrl}', model: judge-model }
prices: { gemma-3-4b-it: { prompt: 1, completion: 10 }, judge-model: { prompt: 100, completion: 1000 } }`,
      ),
    ).variants;
    await judge.close();

    expect(variant.scores).toMatchObject([
      { metric: 'semantic_f1', score: 66.67 },
      { metric: 'answer_groundedness', score: 75 },
      { metric: 'answer_exact_match', score: 100 },
    ]);
    const { calls } = decodeReport(read('report.json'), 'report.json').variants[0]?.rows[0] ?? { calls: [] };
    expect(calls.map(({ judge: metric, model }) => [metric, model])).toEqual([
      [null, 'openai/gemma-3-4b-it'],
      ['semantic_f1', 'openai/judge-model'],
      ['answer_groundedness', 'openai/judge-model'],
    ]);
    const costs = calls.map(({ usage: { promptTokens, completionTokens } }, position) => {
      return ((position === 0 ? 1 : 100) * (promptTokens + 10 * completionTokens)) / 1e6;
    });
    expect(variant.cost).toBeCloseTo(
      costs.reduce((sum, cost) => sum + cost, 0),
      12,
    );
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

  it('warns when most replies are asked for a second time', async () => {
    const warnings = async (kinds: Parameters<typeof islandQuestions>[0]) => {
      await indexed(islandQuestions(kinds));
      const { stdout } = await rag(['eval', '--json', '--quiet']);
      return JSON.parse(stdout).warnings;
    };

    expect(await warnings(['right', 'unparsable', 'formless'])).toContainEqual({
      code: 'REPLIES_ASKED_TWICE',
      message:
        '2 of 3 replies of zero-shot were not in the format of the chat adapter and were asked for again as JSON: with --set adapter=json one call may do',
    });
    expect(await warnings(['right', 'unparsable'])).not.toContainEqual(
      expect.objectContaining({ code: 'REPLIES_ASKED_TWICE' }),
    );
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
      warnings: [
        { code: 'NOT_COMPILED' },
        {
          code: 'ANSWERS_FAILED',
          message: expect.stringMatching(/^2 of 3 answers of zero-shot failed, the first with MODEL_FAILED: /),
        },
      ],
      error: { code: 'TOO_MANY_FAILURES' },
    });
    expect(decodeReport(read('report.json'), 'report.json').run.stopped).toMatchObject({
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
