import { describe, expect, it } from 'vitest';
import { RagError } from '../../src/core/errors.ts';
import { NO_JOURNAL } from '../../src/core/journal.ts';
import { initialState } from '../../src/core/program.ts';
import type { ReportRow } from '../../src/core/report-row.ts';
import { type EvaluationTask, evaluateProgram } from '../../src/pipelines/evaluate-program.ts';
import { rag } from '../../src/programs/rag.ts';
import { fixedRetriever } from '../fakes/fixed-retriever.ts';
import { plainAdapter } from '../fakes/plain-adapter.ts';
import { quizExamples, quizModel, sameAnswer } from '../fakes/quiz.ts';

function task(overrides: Partial<EvaluationTask> = {}): EvaluationTask {
  const program = rag({ k: 1 });
  return {
    label: 'zero-shot',
    path: null,
    program,
    state: initialState(program),
    questions: questions(10),
    metrics: [sameAnswer],
    runtime: {
      languageModel: quizModel(),
      adapter: plainAdapter('chat', plainAdapter('json')),
      retriever: fixedRetriever(() => ['a passage']),
      signal: new AbortController().signal,
    },
    prices: {},
    inCorpus: () => true,
    concurrency: 3,
    maxErrors: 10,
    journal: NO_JOURNAL,
    report: () => {},
    clock: () => 0,
    ...overrides,
  };
}

function questions(count: number, samples = 1) {
  return quizExamples(count).flatMap((example, index) =>
    Array.from({ length: samples }, (_, sample) => ({ example, index, sample })),
  );
}

const summary = ({ id, outcome, scores, error }: ReportRow) => [id, outcome, scores[0]?.value, error?.code ?? null];

describe('evaluateProgram', () => {
  it('scores every question, in devset order, with failed ones as rows of their own', async () => {
    const { rows, stopped, ...variant } = await evaluateProgram(task());

    expect(variant).toEqual({
      label: 'zero-shot',
      program: null,
      programDigest: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(stopped).toBeNull();
    expect(rows.map(summary)).toEqual([
      ['q0', 'correct', true, null],
      ['q1', 'wrong', false, null],
      ['q2', 'wrong', false, null],
      ['q3', 'correct', true, null],
      ['q4', 'wrong', false, null],
      ['q5', 'correct', true, null],
      ['q6', 'unparsable', 0, 'REPLY_UNPARSABLE'],
      ['q7', 'transport', 0, 'MODEL_FAILED'],
      ['q8', 'wrong', false, null],
      ['q9', 'wrong', false, null],
    ]);
  });

  it('keeps the passages and the calls of a failed row', async () => {
    const { rows } = await evaluateProgram(task());

    expect(rows[7]?.passages.map(({ text }) => text)).toEqual(['a passage']);
    expect(rows[7]?.calls.map(({ adapter, model, reply, error }) => [adapter, model, reply, error?.message])).toEqual([
      ['chat', 'scripted', null, 'boom 7'],
      ['json', 'scripted', null, 'boom 7'],
    ]);
  });

  it('knows an answer in a passage to be in the corpus, however little of that was looked through', async () => {
    const retriever = fixedRetriever((query) => [query.includes('1') ? 'It was A1.' : 'a passage']);

    const { rows } = await evaluateProgram(
      task({ questions: questions(3), inCorpus: () => null, runtime: { ...task().runtime, retriever } }),
    );

    expect(rows.map(({ answerInCorpus, answerInPassages }) => [answerInCorpus, answerInPassages])).toEqual([
      [null, false],
      [true, true],
      [null, false],
    ]);
  });

  it('gives the same rows at any concurrency', async () => {
    const one = await evaluateProgram(task({ concurrency: 1 }));
    const many = await evaluateProgram(task({ concurrency: 10 }));

    expect(many).toEqual(one);
  });

  it('ends early at too many failures, with what there is', async () => {
    const { rows, stopped } = await evaluateProgram(task({ maxErrors: 2, concurrency: 1 }));

    expect(rows.map(({ id }) => id)).toEqual(['q0', 'q1', 'q2', 'q3', 'q4', 'q5', 'q6', 'q7']);
    expect(stopped).toMatchObject({
      code: 'TOO_MANY_FAILURES',
      message: '2 of the first 8 questions failed for "zero-shot", the last with MODEL_FAILED: boom 7',
      hint: 'allow more:  rag eval --max-errors 11',
      details: { label: 'zero-shot', finished: 8, failed: 2, score: 3 },
    });
  });

  it('asks for samples of their own, and for seeded ones with a seed of their own', async () => {
    const languageModel = { ...quizModel(), defaults: { seed: 7 } };
    const model = quizModel();
    const seeded = { ...languageModel, complete: model.complete };

    await evaluateProgram(
      task({ questions: questions(1, 3), concurrency: 1, runtime: { ...task().runtime, languageModel: seeded } }),
    );

    expect(model.calls.map(({ sampling }) => sampling)).toEqual([
      {},
      { rolloutId: 1, seed: 8 },
      { rolloutId: 2, seed: 9 },
    ]);
  });

  it('hands every row to the journal, and asks only for those that it does not have', async () => {
    const kept: string[] = [];
    const first = await evaluateProgram(
      task({ journal: { ...NO_JOURNAL, append: async (variant, row) => void kept.push(`${variant} ${row.id}`) } }),
    );
    const model = quizModel();
    const second = await evaluateProgram(
      task({
        journal: { ...NO_JOURNAL, finished: () => first.rows.toReversed().filter(({ index }) => index !== 4) },
        runtime: { ...task().runtime, languageModel: model },
      }),
    );

    expect(kept.toSorted()).toEqual(quizExamples(10).map(({ id }) => `zero-shot ${id}`));
    expect(model.calls).toHaveLength(1);
    expect(second).toEqual(first);
  });

  it('counts kept failures too', async () => {
    const first = await evaluateProgram(task());
    const { rows, stopped } = await evaluateProgram(
      task({ maxErrors: 2, journal: { ...NO_JOURNAL, finished: () => first.rows } }),
    );

    expect(stopped?.code).toBe('TOO_MANY_FAILURES');
    expect(rows).toEqual(first.rows);
  });

  it('stops at once for an error that would meet every question', async () => {
    const retriever = { name: 'r', retrieve: () => Promise.reject(new RagError('STORE_UNREACHABLE', 'gone')) };

    await expect(evaluateProgram(task({ runtime: { ...task().runtime, retriever } }))).rejects.toMatchObject({
      code: 'STORE_UNREACHABLE',
    });
  });

  it('refuses an empty devset', async () => {
    await expect(evaluateProgram(task({ questions: [] }))).rejects.toMatchObject({ code: 'DATASET_EMPTY' });
  });

  it('stops when it is interrupted', async () => {
    const controller = new AbortController();
    const reason = new RagError('INTERRUPTED', 'interrupted');

    controller.abort(reason);

    await expect(evaluateProgram(task({ runtime: { ...task().runtime, signal: controller.signal } }))).rejects.toBe(
      reason,
    );
  });
});
