import { z } from 'zod';

import type { Program } from '../core/program.ts';
import { define, type Registry } from '../core/registry.ts';
import { rag } from './rag.ts';

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
  ],
};
