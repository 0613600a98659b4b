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

  test.each([
    ['predict', 'self'],
    ['ChainOfThought', 'predict'],
  ])('builds %s from a signature', async (name, predictor) => {
    const program = await findEntry(programs, name)?.build({ signature: 'question -> answer: int' }, undefined);

    expect(Object.keys(program?.predictors ?? {})).toEqual([predictor]);
  });

  test('says at the option what is wrong with a signature', () => {
    const options = { signature: 'question -> answer: foo' };

    expect(findEntry(programs, 'predict')?.options).toBeInstanceOf(z.ZodObject);
    expect(() => findEntry(programs, 'predict')?.options.parse(options)).toThrow(
      expect.objectContaining({
        issues: [
          expect.objectContaining({
            path: ['signature'],
            message: expect.stringMatching(/^signature "question -> answer: foo": unknown type "foo", known are /),
          }),
        ],
      }),
    );
  });

  test.each([{ k: 0 }, { k: 1.5 }, { passages: 3 }])('refuses %j', (options) => {
    expect(() => findEntry(programs, 'rag')?.options.parse(options)).toThrow(z.ZodError);
  });
});
