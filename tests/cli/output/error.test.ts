import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import { formatError } from '../../../src/cli/output/error.ts';
import { ERROR_CODES, invariantBroken, RagError } from '../../../src/core/errors.ts';

const plain = new Chalk({ level: 0 });

describe('formatError', () => {
  it('puts the code first, then the sentence, then what to type', () => {
    const error = new RagError('MODEL_NOT_FOUND', 'the server has no model "x"', {
      hint: 'ollama pull x\nor another model',
    });

    expect(formatError(error, plain, false)).toBe(
      'error MODEL_NOT_FOUND  the server has no model "x"\n  hint   ollama pull x\n         or another model',
    );
  });

  it('shows the causes when asked to say more', () => {
    const cause = new Error('fetch failed', { cause: new Error('ECONNREFUSED') });
    const error = new RagError('MODEL_UNREACHABLE', 'nothing answers', { cause });

    expect(formatError(error, plain, false)).toBe('error MODEL_UNREACHABLE  nothing answers');
    expect(formatError(error, plain, true)).toBe(
      'error MODEL_UNREACHABLE  nothing answers\n  cause  Error: fetch failed\n  cause  Error: ECONNREFUSED',
    );
  });

  it.each([invariantBroken('no state'), new TypeError('x is not a function')])(
    'shows the stack of a bug: %s',
    (error) => {
      const text = formatError(error, plain, false);

      expect(text).toContain('error.test.ts');
      expect(text.split('\n').at(-1)).toBe('  this is a bug in rag: please report it with the lines above');
    },
  );

  it('lets nothing move the cursor', () => {
    expect(formatError(new RagError('MODEL_FAILED', 'said \u001B[2J'), plain, false)).toBe(
      'error MODEL_FAILED  said \\x1b[2J',
    );
  });
});

describe('the error codes', () => {
  it('are each expected by a test', () => {
    const folder = fileURLToPath(new URL('../..', import.meta.url));
    const texts = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.test.ts') || path.endsWith('.contract.ts'))
      .map((path) => readFileSync(join(folder, path), 'utf8'));

    expect(
      ERROR_CODES.filter((code) => !texts.some((text) => text.includes(`'${code}'`) || text.includes(`${code} `))),
    ).toEqual([]);
  });
});
