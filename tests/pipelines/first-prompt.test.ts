import { describe, expect, test } from 'vitest';
import { predict } from '../../src/core/predictor.ts';
import { defineProgram, initialState, type Program } from '../../src/core/program.ts';
import { firstPrompt } from '../../src/pipelines/first-prompt.ts';
import { rag } from '../../src/programs/rag.ts';
import { plainAdapter, plainPrompt } from '../fakes/plain-adapter.ts';

const ask = (program: Program) =>
  firstPrompt({
    program,
    state: initialState(program),
    inputs: { question: 'Who?' },
    adapter: plainAdapter('plain'),
    retrieve: async (query, k) => [{ id: '1', text: `${k} on ${query}`, score: 1, metadata: {} }],
  });

describe('firstPrompt', () => {
  test('fetches passages and writes the prompt, and goes no further', async () => {
    const { predictor, inputs, prompt } = await ask(rag({ k: 5 }));

    expect(predictor).toBe('generate_answer');
    expect(inputs).toEqual({ context: ['5 on Who?'], question: 'Who?' });
    expect(plainPrompt(prompt)).toMatchObject({ adapter: 'plain', demos: [], inputs });
  });

  test('passes on what goes wrong before', async () => {
    const program = defineProgram({
      ...rag({ k: 1 }),
      forward: async () => {
        throw new Error('no luck');
      },
    });

    await expect(ask(program)).rejects.toThrow('no luck');
  });

  test('refuses a program that asks nothing', async () => {
    const program = defineProgram({
      name: 'echo',
      predictors: { unused: predict('question -> answer') },
      retrievers: {},
      forward: async (inputs) => inputs,
    });

    await expect(ask(program)).rejects.toMatchObject({
      code: 'MODULE_INVALID',
      message: 'program "echo" ended without asking the language model',
    });
  });
});
