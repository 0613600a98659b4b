import { z } from 'zod';

import { RagError } from '../core/errors.ts';
import type { Program } from '../core/program.ts';
import { define, type Registry } from '../core/registry.ts';
import { chainOfThoughtProgram, predictProgram, signatureOf } from './one-call.ts';
import { rag } from './rag.ts';

const oneCallOptions = z
  .strictObject({
    signature: z
      .string()
      .describe('inputs -> outputs, each with an optional type: "question -> answer: int, tags: list[str]"'),
    instructions: z.string().min(1).optional().describe('what the model is asked to do; made from the names otherwise'),
    descriptions: z.record(z.string(), z.string()).default({}).describe('what a field means, by field name'),
  })
  .superRefine((options, context) => {
    try {
      signatureOf(options);
    } catch (error) {
      if (!(error instanceof RagError)) throw error;
      context.addIssue({ code: 'custom', path: ['signature'], message: error.message });
    }
  });

/** What `rag` can compile, evaluate and run. */
export const programs: Registry<Program, unknown> = {
  kind: 'program',
  entries: [
    define({
      name: 'rag',
      aliases: ['RAG'],
      description: 'Fetches passages for a question, reasons over them and answers.',
      options: z.strictObject({
        k: z.int().min(1).default(3).describe('passages fetched per question'),
      }),
      create: (options) => rag(options),
    }),
    define({
      name: 'predict',
      aliases: ['Predict'],
      description: 'Asks for the outputs of a signature in one model call; fetches nothing.',
      options: oneCallOptions,
      create: predictProgram,
    }),
    define({
      name: 'chain-of-thought',
      aliases: ['ChainOfThought'],
      description: 'As predict, and has the model write its reasoning first.',
      options: oneCallOptions,
      create: chainOfThoughtProgram,
    }),
  ],
};
