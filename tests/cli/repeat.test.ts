import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { islandQuestions, islandReply } from '../fakes/island-quiz.ts';
import { type ChatBody, type FakeOpenaiServer, openaiServer } from '../fakes/openai-server.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { dataOf, islandEvaluation } from './island-evaluation.ts';

const folder = temporaryFolder();
let server: FakeOpenaiServer;
/** How often the question about the lighthouse was asked. */
let asked: number;

/** Every other answer about the lighthouse is wrong. */
function unsteadyReply(body: ChatBody) {
  if (!JSON.stringify(body).includes('(right)')) return islandReply(body);
  asked += 1;
  return asked % 2 === 1 ? islandReply(body) : '[[ ## reasoning ## ]]\nr\n\n[[ ## answer ## ]]\nNobody';
}

beforeAll(async () => {
  server = await openaiServer({ dimensions: 8, chat: unsteadyReply });
});
afterAll(() => server.close());
beforeEach(() => {
  asked = 0;
});

const { rag, index, read } = islandEvaluation(folder, () => server);
const FLAGS = ['eval', '--quiet', '--no-times', '--concurrency', '1', '--temperature', '0.7'];

describe('rag eval --repeat', () => {
  it('tells how much of the spread comes from sampling, and names the questions that it changes', async () => {
    await index(islandQuestions(['right', 'unused']));

    const outputs = ['report.json', 'report.md', 'report.html'].flatMap((file) => ['-o', file]);
    const { stdout } = await rag([...FLAGS, '--repeat', '2', '--rows', ...outputs]);

    expect(stdout).toMatchInlineSnapshot(`
      "zero-shot  score  why       expected    answer      question
      1.1         1.00  correct   Elin Varga  Elin Varga  Who built the lighthouse (right)?
      1.2         0.00  not-used  Elin Varga  Nobody      Who built the lighthouse (right)?
      2.1         0.00  not-used  Odd Renn    Nobody      Who dug the harbour (unused)?
      2.2         0.00  not-used  Odd Renn    Nobody      Who dug the harbour (unused)?
      program    answer_exact_match  95 % interval  correct  file
      zero-shot             25.00 %     2.7 – 80.2    1 / 4

                              zero-shot
      answer in the corpus       4 of 4
      answer in the passages     4 of 4
      correct                         1
      wrong                           3
        retrieved, not used           3
      tokens, in and out        818, 71
      unstable questions              1
      variance from sampling      100 %

      unstable    zero-shot: right
      power       2 questions show no gain 80 % of the time (at p < 0.05), however large
      "
    `);
    // Of the scores 1, 0 and 0, 0: mean variance within 1/4, variance of the means 1/8, which the former explains.
    expect(JSON.parse(read('report.json')).variants[0].stability).toEqual({
      samples: 2,
      samplingVariance: 0.25,
      questionVariance: 0,
      standardError: 25,
      unstable: ['right'],
    });
    expect(read('report.md')).toContain(
      '<details><summary>unstable questions: 1</summary>\n\n| program | id | question | expected | scores |\n| --- | --- | --- | --- | --- |\n| zero-shot | right | Who built the lighthouse \\(right\\)? | Elin Varga | 1, 0 |',
    );
    expect(read('report.html')).toMatch(/Unstable questions<\/summary><p>right<\/p>/);
  });

  it('draws a sample of its own each time, which the response cache keeps apart', async () => {
    await index(islandQuestions(['right', 'unused']));
    const requests = async (repeat: string) => {
      const before = server.chats.length;
      const result = await rag([...FLAGS, '--repeat', repeat, '--set', 'languageModel.cache=true', '--json']);
      return [server.chats.length - before, dataOf(result).variants[0].correct];
    };

    expect(await requests('2')).toEqual([4, 1]);
    expect(await requests('2')).toEqual([0, 1]);
    expect(await requests('3')).toEqual([2, 2]);
  });

  it('joins shards to the whole', async () => {
    await index(islandQuestions(['longer', 'unused', 'shorter']));
    const eval_ = (file: string, ...flags: string[]) => rag([...FLAGS, '--repeat', '2', '-o', file, ...flags]);

    await eval_('whole.json');
    await eval_('one.json', '--shard', '1/2');
    await eval_('two.json', '--shard', '2/2');
    expect((await rag(['eval', 'merge', 'two.json', 'one.json', '-o', 'merged.json'])).code).toBe(0);

    expect(read('merged.json')).toBe(read('whole.json'));
  });

  it('warns where a model has no temperature', async () => {
    await rag(['index', '--config', 'offline', '--quiet']);

    const { stderr } = await rag(['eval', '--config', 'offline', '--quiet', '--dev', '1', '--repeat', '2']);

    expect(stderr).toContain("builtin/extractive has no temperature, so a question's samples may all be the same\n");
  });
});
