import { describe, expect, it } from 'vitest';

import { RagError } from '../../src/core/errors.ts';
import { checkKey } from '../../src/network/check-key.ts';

const SERVER = 'http://127.0.0.1:8080/v1';

function refusal(key: string): unknown {
  try {
    checkKey(key, SERVER);
    return null;
  } catch (error) {
    return error;
  }
}

describe('checkKey', () => {
  it.each(['sk-0aB_~!', 'with a blank', 'Schlüssel', ' between blanks \n', ''])('lets %j pass', (key) => {
    expect(refusal(key)).toBe(null);
    expect(() => new Headers({ authorization: `Bearer ${key.trim()}` })).not.toThrow();
  });

  it.each([
    ['a line break', 'secret\ncanary', 'a control character (U+000A) at position 7'],
    ['a zero', 'secret\0canary', 'a control character (U+0000) at position 7'],
    ['a long dash', 'sécret–canary', 'a character beyond Latin-1 (U+2013) at position 7'],
    ['a picture', 'secret🔑canary', 'a character beyond Latin-1 (U+1F511) at position 7'],
    ['what deletes', 'secret\x7fcanary', 'a control character (U+007F) at position 7'],
  ])('refuses %s, and shows no more of the key', (_, key, found) => {
    const error = refusal(key);

    expect(error).toBeInstanceOf(RagError);
    expect(error).toMatchObject({
      code: 'CONFIG_INVALID',
      message: `the key for ${SERVER} cannot be sent: it holds ${found}`,
      hint: 'copy the key once more; it is one line of letters, digits and signs',
    });
    expect(JSON.stringify(error) + String(error)).not.toMatch(/secret|canary/);
  });
});
