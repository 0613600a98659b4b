import type { Adapter } from '../core/adapter.ts';
import { RagError } from '../core/errors.ts';
import type { Fields } from '../core/fields.ts';
import type { Prompt } from '../core/language-model.ts';
import { type Program, type ProgramState, stateOf } from '../core/program.ts';
import type { Passage } from '../core/retriever.ts';

export interface PromptTask {
  readonly program: Program;
  readonly state: ProgramState;
  readonly inputs: Fields;
  readonly adapter: Adapter;
  readonly retrieve: (query: string, k: number) => Promise<readonly Passage[]>;
}

export interface FirstPrompt {
  readonly predictor: string;
  /** What the predictor is called with. */
  readonly inputs: Fields;
  readonly prompt: Prompt;
}

/**
 * What a program's first model call sends. The program is run up to that call and no further: what comes after it depends on a reply.
 *
 * @throws RagError MODULE_INVALID for a program that asks no model, and whatever `retrieve` and the program throw
 */
export async function firstPrompt({ program, state, inputs, adapter, retrieve }: PromptTask): Promise<FirstPrompt> {
  const stop = new Error('the program has reached its first model call');
  const found: FirstPrompt[] = [];
  const predict = async (predictor: string, values: Fields): Promise<never> => {
    const { signature, demos } = stateOf(state, predictor);
    found.push({ predictor, inputs: values, prompt: adapter.format(signature, demos, values) });
    throw stop;
  };
  try {
    await program.forward(inputs, { predict, retrieve });
  } catch (error) {
    if (error !== stop) throw error;
  }
  const [first] = found;
  if (first !== undefined) return first;
  throw new RagError('MODULE_INVALID', `program "${program.name}" ended without asking the language model`);
}
