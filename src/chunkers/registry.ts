import { z } from 'zod';
import type { Chunker } from '../core/corpus.ts';
import { define, type Registry } from '../core/registry.ts';
import { fixedLength } from './fixed-length.ts';
import { markdown } from './markdown.ts';
import { recursive } from './recursive.ts';
import { sentence } from './sentence.ts';
import { token } from './token.ts';
import { tokenCounter } from './tokenizer.ts';

const characters = z.int().positive().default(1024).describe('Characters (code points) in a chunk, at most.');
const overlap = z.int().nonnegative().default(0).describe('Characters a chunk shares with the one before, at most.');

function overlapFits(options: { readonly characters: number; readonly overlap: number }): boolean {
  return options.overlap < options.characters;
}

const OVERLAP_TOO_LARGE = { path: ['overlap'], error: 'must be smaller than characters' };

export interface ChunkerNeeds {
  /** The text of a file the user named; a relative path starts at the config file's folder. */
  readText(path: string): Promise<string>;
}

export const chunkers: Registry<Chunker, ChunkerNeeds> = {
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
        .refine(overlapFits, OVERLAP_TOO_LARGE),
      create: fixedLength,
    }),
    define({
      name: 'sentence',
      description: 'Groups of whole sentences, as many as fit.',
      options: z.strictObject({
        characters,
        overlap: z.int().nonnegative().default(0).describe('Sentences a chunk shares with the one before, at most.'),
      }),
      create: sentence,
    }),
    define({
      name: 'recursive',
      aliases: ['recursive-character-text-splitter'],
      description: "At paragraphs, else lines, else words, as LangChain's RecursiveCharacterTextSplitter does.",
      options: z
        .strictObject({
          characters,
          overlap,
          separators: z
            .array(z.string())
            .min(1)
            .default(['\n\n', '\n', ' ', ''])
            .describe('Where to cut, the best place first; the empty text cuts anywhere.'),
        })
        .refine(overlapFits, OVERLAP_TOO_LARGE),
      create: recursive,
    }),
    define({
      name: 'markdown',
      description: 'What stands under each heading of a Markdown text, with the path of headings.',
      options: z
        .strictObject({
          characters,
          overlap,
          prefix: z.boolean().default(true).describe('Put the headings a chunk stands under before its text.'),
        })
        .refine(overlapFits, OVERLAP_TOO_LARGE),
      create: markdown,
    }),
    define({
      name: 'token',
      description: 'Whole words, as many as fit into a number of tokens, counted with a tokenizer.json.',
      options: z
        .strictObject({
          tokenizer: z.string().min(1).describe("The embedding model's tokenizer.json (Hugging Face)."),
          tokens: z.int().min(16).default(256).describe('Tokens in a chunk, at most; special tokens are not counted.'),
          overlap: z.int().nonnegative().default(0).describe('Tokens a chunk shares with the one before, at most.'),
        })
        .refine((options) => options.overlap < options.tokens, {
          path: ['overlap'],
          error: 'must be smaller than tokens',
        }),
      create: async ({ tokenizer: file, tokens, overlap }, { readText }: ChunkerNeeds) => {
        const tokenizer = await tokenCounter(await readText(file), file);
        return token({ tokenizer, tokens, overlap });
      },
    }),
  ],
};
