import { readFileSync } from 'node:fs';
import { type TokenCounter, tokenCounter } from '../../src/chunkers/tokenizer.ts';

export const TOKENIZERS = ['bpe', 'split-bpe', 'fallback-bpe', 'wordpiece', 'unigram'] as const;
export type TokenizerName = (typeof TOKENIZERS)[number];

/** What Python's library makes of a text. */
export interface TokenCase {
  readonly text: string;
  /** Where each token begins and ends, in code points. */
  readonly offsets: readonly (readonly [number, number])[];
}

export function tokenizerText(name: TokenizerName): string {
  return read(`${name}.json`);
}

export function tokenizerOf(name: TokenizerName): Promise<TokenCounter> {
  return tokenCounter(tokenizerText(name), `${name}.json`);
}

export function tokenCases(name: TokenizerName): readonly TokenCase[] {
  return JSON.parse(read(`${name}-cases.json`));
}

function read(file: string): string {
  return readFileSync(new URL(`../fixtures/tokenizers/${file}`, import.meta.url), 'utf8');
}
