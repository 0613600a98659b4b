import { describe, expect, test } from 'vitest';
import type { Fields } from '../../src/core/fields.ts';
import { initialState, type Program } from '../../src/core/program.ts';
import { runProgram } from '../../src/core/run.ts';
import { chainOfThoughtProgram, predictProgram } from '../../src/programs/one-call.ts';
import { fixedRetriever } from '../fakes/fixed-retriever.ts';
import { plainAdapter, plainPrompt } from '../fakes/plain-adapter.ts';
import { scriptedLanguageModel } from '../fakes/scripted-language-model.ts';

const signature = 'question, tags: list[str] -> answer: int';

describe('predictProgram', () => {
  test('asks for the outputs of the signature', async () => {
    const { run, prompt } = await ask(predictProgram({ signature, descriptions: {} }), {
      question: 'How many?',
      tags: ['a'],
    });

    expect(prompt.instructions).toBe('Given the fields `question`, `tags`, produce the fields `answer`.');
    expect(prompt.inputs).toEqual({ question: 'How many?', tags: ['a'] });
    expect(run.prediction).toEqual({ answer: 3 });
    expect(run.trace.map(({ predictor }) => predictor)).toEqual(['self']);
  });

  test('takes instructions and descriptions', () => {
    const { predictors } = predictProgram({
      signature,
      instructions: 'Count.',
      descriptions: { answer: 'a whole number' },
    });

    expect(predictors.self?.signature.instructions).toBe('Count.');
    expect(predictors.self?.signature.fields.map(({ description }) => description)).toEqual([
      '${question}',
      '${tags}',
      'a whole number',
    ]);
  });

  test('names the inputs it lacks', async () => {
    const program = predictProgram({ signature, descriptions: {} });

    await expect(ask(program, { question: 'How many?' })).rejects.toMatchObject({
      code: 'ROW_INVALID',
      message: 'program "predict" needs "tags", found "question"',
    });
    await expect(ask(program, {})).rejects.toMatchObject({
      message: 'program "predict" needs "question", "tags", found no inputs',
    });
  });

  test('refuses what is no signature', () => {
    expect(() => predictProgram({ signature: 'question', descriptions: {} })).toThrow(
      expect.objectContaining({ code: 'SIGNATURE_INVALID' }),
    );
    expect(() => predictProgram({ signature, descriptions: { anwser: 'x' } })).toThrow('has no field "anwser"');
  });
});

describe('chainOfThoughtProgram', () => {
  test('has the model write its reasoning first, and fetches nothing', () => {
    const { predictors, retrievers, inputs } = chainOfThoughtProgram({ signature, descriptions: {} });

    expect(predictors.predict?.signature.fields.map(({ name, role }) => `${role} ${name}`)).toEqual([
      'input question',
      'input tags',
      'output reasoning',
      'output answer',
    ]);
    expect(retrievers).toEqual({});
    expect(inputs?.map(({ name }) => name)).toEqual(['question', 'tags']);
  });
});

async function ask(program: Program, inputs: Fields) {
  const languageModel = scriptedLanguageModel(() => '{"answer":3}');
  const run = await runProgram(
    { program, state: initialState(program), inputs },
    {
      languageModel,
      adapter: plainAdapter('chat'),
      retriever: fixedRetriever(() => []),
      signal: new AbortController().signal,
    },
  );
  const [call] = languageModel.calls;
  if (call === undefined) throw new Error('the model was not asked');
  return { run, prompt: plainPrompt(call.prompt) };
}
