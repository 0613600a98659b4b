import { RagError } from '../core/errors.ts';

/**
 * Refuses a key that no header can hold, as one with a line break from a file, or with a dash that an editor has made longer. The
 * message shows that character only: whoever sends such a key would show all of it. White space around a key is not sent.
 *
 * @throws RagError CONFIG_INVALID
 */
export function checkKey(key: string, server: string): void {
  const characters = Array.from(key.trim());
  const position = characters.findIndex((character) => !SENDABLE.test(character));
  const code = characters[position]?.codePointAt(0);
  if (code === undefined) return;
  const found = `${code < 0x80 ? 'a control character' : 'a character beyond Latin-1'} (${codePointName(code)})`;
  throw new RagError(
    'CONFIG_INVALID',
    `the key for ${server} cannot be sent: it holds ${found} at position ${position + 1}`,
    {
      hint: 'copy the key once more; it is one line of letters, digits and signs',
      details: { server, position },
    },
  );
}

/** RFC 9110 §5.5: visible characters, blanks, and those of Latin-1. */
const SENDABLE = /^[\t\x20-\x7e\x80-\xff]$/;

function codePointName(code: number): string {
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
