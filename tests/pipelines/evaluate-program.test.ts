import { describe, expect, it } from 'vitest';
import { chatAdapter } from '../../src/adapters/chat-adapter.ts';
import { RagError } from '../../src/core/errors.ts';
import { initialState } from '../../src/core/program.ts';
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
    devset: quizExamples(10),
    metric: sameAnswer,
    runtime: {
      languageModel: quizModel(),
      adapter: plainAdapter('chat', plainAdapter('json')),
      retriever: fixedRetriever(() => ['a passage']),
      signal: new AbortController().signal,
    },
    concurrency: 3,
    maxErrors: 10,
    report: () => {},
    clock: () => 0,
    ...overrides,
  };
}

describe('evaluateProgram', () => {
  it('scores every question, in devset order, with failed ones as rows of their own', async () => {
    const { rows, ...evaluation } = await evaluateProgram(task());

    expect(evaluation).toEqual({
      label: 'zero-shot',
      program: null,
      metric: 'same_answer',
      score: 30,
      correct: 3,
      total: 10,
      failures: 2,
    });
    expect(rows.map(({ example, score, error }) => [example.id, score, error?.code ?? null])).toEqual([
      ['q0', true, null],
      ['q1', false, null],
      ['q2', false, null],
      ['q3', true, null],
      ['q4', false, null],
      ['q5', true, null],
      ['q6', 0, 'REPLY_UNPARSABLE'],
      ['q7', 0, 'MODEL_FAILED'],
      ['q8', false, null],
      ['q9', false, null],
    ]);
  });

  it('keeps the passages and the calls of a failed row', async () => {
    const { rows } = await evaluateProgram(task());

    expect(rows[7]?.passages.map(({ text }) => text)).toEqual(['a passage']);
    expect(rows[7]?.calls.map(({ adapter, error }) => [adapter, error?.message])).toEqual([
      ['chat', 'boom 7'],
      ['json', 'boom 7'],
    ]);
  });

  it('gives the same rows at any concurrency', async () => {
    const one = await evaluateProgram(task({ concurrency: 1 }));
    const many = await evaluateProgram(task({ concurrency: 10 }));

    expect(many).toEqual(one);
  });

  it('stops at the first failures that are too many, and says how far it came', async () => {
    await expect(evaluateProgram(task({ maxErrors: 2, concurrency: 1 }))).rejects.toMatchObject({
      code: 'TOO_MANY_FAILURES',
      message: '2 of the first 8 questions failed for "zero-shot", the last with MODEL_FAILED: boom 7',
      hint: 'allow more:  rag eval --max-errors 11',
      details: { label: 'zero-shot', finished: 8, failed: 2, score: 3 },
    });
  });

  it('counts a prediction that cannot be judged as a failure', async () => {
    const { failures, rows } = await evaluateProgram(
      task({ runtime: { ...task().runtime, languageModel: quizModel({ empty: 1 }) } }),
    );

    expect(failures).toBe(3);
    expect(rows[1]?.error).toEqual({ code: 'METRIC_FAILED', message: 'the answer is null' });
  });

  it('stops at once for an error that would meet every question', async () => {
    const retriever = { name: 'r', retrieve: () => Promise.reject(new RagError('STORE_UNREACHABLE', 'gone')) };

    await expect(evaluateProgram(task({ runtime: { ...task().runtime, retriever } }))).rejects.toMatchObject({
      code: 'STORE_UNREACHABLE',
    });
  });

  it('refuses an empty devset', async () => {
    await expect(evaluateProgram(task({ devset: [] }))).rejects.toMatchObject({ code: 'DATASET_EMPTY' });
  });

  it('stops when it is interrupted', async () => {
    const controller = new AbortController();
    const reason = new RagError('INTERRUPTED', 'interrupted');
    const runtime = { ...task().runtime, adapter: chatAdapter(), signal: controller.signal };

    controller.abort(reason);

    await expect(evaluateProgram(task({ runtime }))).rejects.toBe(reason);
  });
});
