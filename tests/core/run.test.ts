import { describe, expect, test } from 'vitest';
import { type ErrorCode, RagError } from '../../src/core/errors.ts';
import type { Fields } from '../../src/core/fields.ts';
import { predict } from '../../src/core/predictor.ts';
import { defineProgram, initialState } from '../../src/core/program.ts';
import { attemptProgram, type Runtime, runProgram } from '../../src/core/run.ts';
import { fixedRetriever } from '../fakes/fixed-retriever.ts';
import { plainAdapter, plainPrompt } from '../fakes/plain-adapter.ts';
import { type Script, type ScriptedLanguageModel, scriptedLanguageModel } from '../fakes/scripted-language-model.ts';

const search = defineProgram({
  name: 'search',
  predictors: {
    rewrite: predict('question -> query'),
    respond: predict('context, query -> answer'),
  },
  retrievers: {},
  forward: async ({ question = '' }, { predict, retrieve }) => {
    const { query = '' } = await predict('rewrite', { question });
    const context = (await retrieve(String(query), 2)).map(({ text }) => text);
    return predict('respond', { context, query });
  },
});
const request = { program: search, state: initialState(search), inputs: { question: 'Where do puffins nest?' } };

describe('runProgram', () => {
  test('returns the prediction with every step, call and passage', async () => {
    const model = scriptedLanguageModel(({ prompt }) => ({
      text: 'query' in plainPrompt(prompt).inputs ? '{"answer":"In burrows"}' : '{"query":"puffin nest"}',
      usage: { promptTokens: 20, completionTokens: 3 },
    }));

    const { calls, ...rest } = await runProgram(request, runtime(model));

    expect(rest).toEqual({
      prediction: { answer: 'In burrows' },
      trace: [
        { predictor: 'rewrite', inputs: { question: 'Where do puffins nest?' }, outputs: { query: 'puffin nest' } },
        {
          predictor: 'respond',
          inputs: { context: ['puffin nest: one', 'puffin nest: two'], query: 'puffin nest' },
          outputs: { answer: 'In burrows' },
        },
      ],
      passages: [
        { id: 'p1', text: 'puffin nest: one', score: 1, metadata: {} },
        { id: 'p2', text: 'puffin nest: two', score: 0.5, metadata: {} },
      ],
      usage: { promptTokens: 40, completionTokens: 6 },
    });
    expect(calls.map(({ predictor, adapter, error }) => ({ predictor, adapter, error }))).toEqual([
      { predictor: 'rewrite', adapter: 'chat', error: null },
      { predictor: 'respond', adapter: 'chat', error: null },
    ]);
    expect(calls[0]?.completion).toEqual({
      text: '{"query":"puffin nest"}',
      finishReason: 'stop',
      usage: { promptTokens: 20, completionTokens: 3 },
      cached: false,
    });
  });

  test('prompts with the instructions and demos of the state, not of the program', async () => {
    const model = scriptedLanguageModel(() => '{"answer":"yes"}');
    const demos = [{ question: 'Is it wet?', answer: 'yes' }];
    const state = {
      ask: { signature: { ...ask.predictors.ask.signature, instructions: 'Say yes.' }, demos, extra: {} },
    };

    await runProgram({ program: ask, state, inputs: { question: 'Is it dry?' } }, runtime(model));

    expect(model.calls.map(({ prompt }) => plainPrompt(prompt))).toEqual([
      { adapter: 'chat', instructions: 'Say yes.', demos, inputs: { question: 'Is it dry?' } },
    ]);
  });

  test('overrides the sampling of every call, of the fallback too', async () => {
    const model = scriptedLanguageModel((_, nth) => (nth === 1 ? 'not JSON' : '{"query":"q","answer":"a"}'));
    const sampling = { temperature: 1, rolloutId: 2 };

    await runProgram({ ...request, sampling }, runtime(model));

    expect(model.calls.map((call) => call.sampling)).toEqual([sampling, sampling, sampling]);
  });

  test('sends no sampling of its own', async () => {
    const model = scriptedLanguageModel(() => '{"answer":"a"}');

    await runProgram(askRequest, runtime(model));

    expect(model.calls[0]?.sampling).toEqual({});
  });

  test('gives null for every output when the reply is empty, without asking again', async () => {
    const model = scriptedLanguageModel(() => '');

    const { prediction, trace } = await runProgram(askRequest, runtime(model));

    expect(prediction).toEqual({ answer: null });
    expect(trace).toEqual([{ predictor: 'ask', inputs: { question: 'Is it?' }, outputs: { answer: null } }]);
    expect(model.calls).toHaveLength(1);
  });

  test('throws the error of the step that failed', async () => {
    const model = scriptedLanguageModel(() => 'not JSON');

    await expect(runProgram(askRequest, runtime(model))).rejects.toThrow('the reply is not JSON: not JSON');
  });

  test('calls a missing state a bug', async () => {
    const model = scriptedLanguageModel(() => '{}');

    const run = runProgram({ ...askRequest, state: {} }, runtime(model));

    await expect(run).rejects.toMatchObject({ code: 'INVARIANT_BROKEN', details: { known: [] } });
  });
});

describe('attemptProgram', () => {
  test('asks once in the fallback format when a reply cannot be parsed', async () => {
    const run = await attempt((_, nth) => (nth === 1 ? 'not JSON' : '{"answer":"a"}'));

    expect(run.prediction).toEqual({ answer: 'a' });
    expect(codes(run)).toEqual([
      ['chat', 'REPLY_UNPARSABLE'],
      ['json', null],
    ]);
  });

  test.each(['MODEL_FAILED', 'MODEL_TIMEOUT', 'REPLY_INVALID'] as const)('asks once more after %s', async (code) => {
    const run = await attempt((_, nth) => (nth === 1 ? fail(code) : '{"answer":"a"}'));

    expect(run.prediction).toEqual({ answer: 'a' });
    expect(codes(run)).toEqual([
      ['chat', code],
      ['json', null],
    ]);
  });

  test('does not ask again after a context overflow', async () => {
    const run = await attempt(() => fail('CONTEXT_OVERFLOW'));

    expect(codes(run)).toEqual([['chat', 'CONTEXT_OVERFLOW']]);
    expect(run).toMatchObject({ prediction: null, error: { code: 'CONTEXT_OVERFLOW' } });
  });

  test('does not ask again when the adapter has no fallback', async () => {
    const model = scriptedLanguageModel(() => 'not JSON');

    const run = await attemptProgram(askRequest, { ...runtime(model), adapter: plainAdapter('alone') });

    expect(codes(run)).toEqual([['alone', 'REPLY_UNPARSABLE']]);
  });

  test('returns the failure of the fallback with all evidence collected before it', async () => {
    const model = scriptedLanguageModel(({ prompt }) => ({
      text: 'query' in plainPrompt(prompt).inputs ? '?' : '{"query":"terns"}',
      usage: { promptTokens: 7, completionTokens: 1 },
    }));

    const run = await attemptProgram(request, runtime(model));

    expect(run).toMatchObject({
      prediction: null,
      error: { code: 'REPLY_UNPARSABLE', message: 'the reply is not JSON: ?' },
      trace: [{ predictor: 'rewrite', inputs: request.inputs, outputs: { query: 'terns' } }],
      passages: [{ text: 'terns: one' }, { text: 'terns: two' }],
      usage: { promptTokens: 21, completionTokens: 3 },
    });
    expect(run.calls.map(({ completion, error }) => [completion?.text, error?.code])).toEqual([
      ['{"query":"terns"}', undefined],
      ['?', 'REPLY_UNPARSABLE'],
      ['?', 'REPLY_UNPARSABLE'],
    ]);
  });

  test('keeps no completion of a request that failed', async () => {
    const run = await attempt(() => fail('MODEL_FAILED'));

    expect(run.calls.map(({ completion }) => completion)).toEqual([null, null]);
    expect(run.usage).toEqual({ promptTokens: 0, completionTokens: 0 });
  });

  test.each(['MODEL_UNREACHABLE', 'KEY_REJECTED', 'MODEL_NOT_FOUND'] as const)('throws %s at once', async (code) => {
    const model = scriptedLanguageModel(() => fail(code));

    await expect(attemptProgram(askRequest, runtime(model))).rejects.toMatchObject({ code });
    expect(model.calls).toHaveLength(1);
  });

  test('throws a failed retrieval: it is never an empty one', async () => {
    const model = scriptedLanguageModel(() => '{"query":"q"}');
    const retriever = fixedRetriever(() => fail('COLLECTION_NOT_FOUND'));

    const run = attemptProgram(request, { ...runtime(model), retriever });

    await expect(run).rejects.toMatchObject({ code: 'COLLECTION_NOT_FOUND' });
  });

  test('stops when the signal is aborted, without a second request', async () => {
    const controller = new AbortController();
    const model = scriptedLanguageModel(() => {
      controller.abort();
      return 'not JSON';
    });

    const run = attemptProgram(askRequest, { ...runtime(model), signal: controller.signal });

    await expect(run).rejects.toMatchObject({ code: 'INTERRUPTED' });
    expect(model.calls).toHaveLength(1);
  });

  test('lets an error of the program itself through', async () => {
    const program = { ...ask, forward: () => Promise.reject(new TypeError('no such thing')) };

    const run = attemptProgram({ ...askRequest, program }, runtime(scriptedLanguageModel(() => '')));

    await expect(run).rejects.toThrow(new TypeError('no such thing'));
  });
});

const ask = {
  name: 'ask',
  predictors: { ask: predict('question -> answer') },
  retrievers: {},
  forward: (inputs: Fields, steps: { predict(name: 'ask', inputs: Fields): Promise<Fields> }) =>
    steps.predict('ask', inputs),
};
const askRequest = { program: defineProgram(ask), state: initialState(ask), inputs: { question: 'Is it?' } };

function attempt(script: Script) {
  return attemptProgram(askRequest, runtime(scriptedLanguageModel(script)));
}

function codes({ calls }: Awaited<ReturnType<typeof attemptProgram>>) {
  return calls.map(({ adapter, error }) => [adapter, error?.code ?? null]);
}

function fail(code: ErrorCode): never {
  throw new RagError(code, 'it did not work');
}

function runtime(languageModel: ScriptedLanguageModel): Runtime {
  return {
    languageModel,
    adapter: plainAdapter('chat', plainAdapter('json')),
    retriever: fixedRetriever((query) => [`${query}: one`, `${query}: two`, `${query}: three`]),
    signal: new AbortController().signal,
  };
}
