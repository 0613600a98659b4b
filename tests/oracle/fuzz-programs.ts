import { chainOfThought, type Predictor, predict } from '../../src/core/predictor.ts';
import { defineProgram, type Program } from '../../src/core/program.ts';
import { rag } from '../../src/programs/rag.ts';
import type { FuzzCase, FuzzPool } from './fuzz-case.ts';

/** The case's program, as fuzz.py has it; none has a retriever that is saved. */
export function programOf({ program, k, instructions }: FuzzCase, pool: FuzzPool): Program {
  const text = instructions === null ? undefined : pool.instructions[instructions];
  return program === 'two-steps' ? twoSteps(k, text) : oneStep(program, k, text);
}

function oneStep(name: 'rag' | 'predict', k: number, instructions: string | undefined): Program {
  const make = name === 'rag' ? chainOfThought : predict;
  const generate_answer = instructed(make('context, question -> answer'), instructions);
  return { ...rag({ k }), retrievers: {}, predictors: { generate_answer } };
}

function twoSteps(k: number, instructions: string | undefined): Program {
  return defineProgram({
    name: 'two-steps',
    predictors: {
      draft: predict('question -> search_query'),
      generate_answer: instructed(chainOfThought('context, search_query, question -> answer'), instructions),
    },
    retrievers: {},
    forward: async ({ question = '' }, steps) => {
      const context = (await steps.retrieve(String(question), k)).map(({ text }) => text);
      const { search_query = null } = await steps.predict('draft', { question });
      const { answer = null } = await steps.predict('generate_answer', { context, search_query, question });
      return { context, answer };
    },
  });
}

function instructed(predictor: Predictor, instructions: string | undefined): Predictor {
  return instructions === undefined ? predictor : { ...predictor, signature: { ...predictor.signature, instructions } };
}
