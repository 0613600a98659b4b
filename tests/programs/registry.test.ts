import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { findEntry } from '../../src/core/registry.ts';
import { programs } from '../../src/programs/registry.ts';

describe('programs', () => {
  test('builds rag with three passages unless told otherwise', async () => {
    const entry = findEntry(programs, 'RAG');

    expect((await entry?.build({}, undefined))?.retrievers).toEqual({ retrieve: { k: 3 } });
    expect((await entry?.build({ k: 7 }, undefined))?.retrievers).toEqual({ retrieve: { k: 7 } });
  });

  test.each([{ k: 0 }, { k: 1.5 }, { passages: 3 }])('refuses %j', (options) => {
    expect(() => findEntry(programs, 'rag')?.options.parse(options)).toThrow(z.ZodError);
  });
});
