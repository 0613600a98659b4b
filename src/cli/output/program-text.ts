import type { Fields } from '../../core/fields.ts';
import type { Size } from '../../pipelines/describe-program.ts';
import { writePythonJson } from '../../python/json.ts';
import { counted } from '../../text/counted.ts';
import { printable } from '../../text/printable.ts';

/** `1203 characters, about 301 tokens` */
export function sizeText({ characters, estimatedTokens }: Size): string {
  return `${counted(characters, 'character')}, about ${counted(estimatedTokens, 'token')}`;
}

/** What a demo is known by, on one line: its question, or all it holds when it has none. */
export function questionOf(demo: Fields): string {
  const { question } = demo;
  return shortened(typeof question === 'string' ? question : writePythonJson(demo));
}

export function indented(text: string, spaces: number): string {
  return text.replaceAll(/^(?=.)/gm, ' '.repeat(spaces));
}

const MOST_CHARACTERS = 80;

function shortened(text: string): string {
  const characters = Array.from(printable(text).replaceAll(/\s+/g, ' '));
  return characters.length > MOST_CHARACTERS
    ? `${characters.slice(0, MOST_CHARACTERS - 1).join('')}…`
    : characters.join('');
}
