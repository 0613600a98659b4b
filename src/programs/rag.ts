import { RagError } from '../core/errors.ts';
import type { Fields } from '../core/fields.ts';
import { chainOfThought } from '../core/predictor.ts';
import { defineProgram, type Program } from '../core/program.ts';

export interface RagOptions {
  /** Passages per question. */
  readonly k: number;
}

/**
 * The retrieval-augmented program: fetch `k` passages for the question, reason over them, answer. One retrieval, one
 * prediction.
 *
 * Its prediction is `context` (the passages' texts, best first), `reasoning` and `answer`, the last two null after an
 * empty reply. A program of this shape in Python usually returns `context` and `answer` only; `reasoning` is added to
 * be shown to whoever asked.
 */
export function rag({ k }: RagOptions): Program {
  return defineProgram({
    name: 'rag',
    predictors: { generate_answer: chainOfThought('context, question -> answer') },
    retrievers: { retrieve: { k } },
    forward: async (inputs, { retrieve, predict }) => {
      const question = questionOf(inputs);
      const passages = await retrieve(question, k);
      const context = passages.map(({ text }) => text);
      const { reasoning = null, answer = null } = await predict('generate_answer', { context, question });
      return { context, reasoning, answer };
    },
  });
}

function questionOf(inputs: Fields): string {
  const { question } = inputs;
  if (typeof question === 'string') return question;
  const found = Object.entries(inputs).map(([name, value]) => `"${name}": ${JSON.stringify(value)}`);
  throw new RagError('ROW_INVALID', `program "rag" needs a text "question", found ${found.join(', ') || 'no inputs'}`, {
    hint: 'name the column that holds the question as "question"',
  });
}
