import { z } from 'zod';
import type { Chunker } from '../core/corpus.ts';
import { define, type Registry } from '../core/registry.ts';
import { fixedLength } from './fixed-length.ts';

export const chunkers: Registry<Chunker, unknown> = {
  kind: 'chunker',
  entries: [
    define({
      name: 'fixed-length',
      description: 'Pieces of a fixed number of characters, cut wherever that is; short ones are dropped.',
      options: z
        .strictObject({
          characters: z.int().positive().default(1024).describe('Characters (code points) in a chunk.'),
          overlap: z.int().nonnegative().default(0).describe('Characters a chunk shares with the one before.'),
          minCharacters: z.int().nonnegative().default(100).describe('A chunk is kept when it is longer than this.'),
        })
        .refine(({ characters, overlap }) => overlap < characters, {
          path: ['overlap'],
          error: 'must be smaller than characters',
        }),
      create: fixedLength,
    }),
  ],
};
