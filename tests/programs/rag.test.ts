import { describe, expect, test } from 'vitest';
import type { Fields } from '../../src/core/fields.ts';
import { initialState } from '../../src/core/program.ts';
import { runProgram } from '../../src/core/run.ts';
import { rag } from '../../src/programs/rag.ts';
import { fixedRetriever } from '../fakes/fixed-retriever.ts';
import { plainAdapter, plainPrompt } from '../fakes/plain-adapter.ts';
import { scriptedLanguageModel } from '../fakes/scripted-language-model.ts';

describe('rag', () => {
  test('has the predictor and the retriever of the tutorial in Python', () => {
    const { predictors, retrievers } = rag({ k: 5 });

    expect(Object.keys(predictors)).toEqual(['generate_answer']);
    expect(predictors.generate_answer?.signature.fields.map(({ name, role }) => `${role} ${name}`)).toEqual([
      'input context',
      'input question',
      'output reasoning',
      'output answer',
    ]);
    expect(retrievers).toEqual({ retrieve: { k: 5 } });
  });

  test('answers from the k best passages, context ahead of the question', async () => {
    const reply = '{"answer":"me","reasoning":"so it says"}';

    const { run, prompts } = await ask({ question: 'Who?', answer: 'unused' }, reply);

    expect(prompts.map(({ inputs }) => JSON.stringify(inputs))).toEqual([
      '{"context":["first","second"],"question":"Who?"}',
    ]);
    expect(JSON.stringify(run.prediction)).toBe(
      '{"context":["first","second"],"reasoning":"so it says","answer":"me"}',
    );
  });

  test('predicts null after an empty reply', async () => {
    const { run } = await ask({ question: 'Who?' }, '');

    expect(run.prediction).toEqual({ context: ['first', 'second'], reasoning: null, answer: null });
  });

  test.each([
    [{}, 'program "rag" needs a text "question", found no inputs'],
    [{ query: 'Who?', n: 2 }, 'program "rag" needs a text "question", found "query": "Who?", "n": 2'],
    [{ question: null }, 'program "rag" needs a text "question", found "question": null'],
  ])('refuses %j', async (inputs, message) => {
    await expect(ask(inputs, '')).rejects.toMatchObject({ code: 'ROW_INVALID', message });
  });
});

async function ask(inputs: Fields, reply: string) {
  const program = rag({ k: 2 });
  const languageModel = scriptedLanguageModel(() => reply);
  const run = await runProgram(
    { program, state: initialState(program), inputs },
    {
      languageModel,
      adapter: plainAdapter('chat'),
      retriever: fixedRetriever(() => ['first', 'second', 'third']),
      signal: new AbortController().signal,
    },
  );
  return { run, prompts: languageModel.calls.map(({ prompt }) => plainPrompt(prompt)) };
}
