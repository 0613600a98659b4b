import { escapeCharacter } from '../python/escape-character.ts';

/**
 * The text with everything that could steer a terminal or reorder a line made visible: `\x1b`, `\r`, `\u202e`.
 *
 * Escaped are control characters (so also the start of every colour, title and clipboard sequence), bidirectional marks and
 * overrides, line and paragraph separators and lone surrogates. Newlines, tabs and all other text stay, joined emoji included.
 */
export function printable(text: string): string {
  return text.replaceAll(STEERING, escapeCharacter);
}

const STEERING = /(?![\n\t])[\p{Cc}\p{Cs}\p{Bidi_Control}\u2028\u2029]/gu;
