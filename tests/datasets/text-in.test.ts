import { describe, expect, it } from 'vitest';
import { textIn } from '../../src/datasets/text-in.ts';

const row = { fields: { question: '', n: 1 }, origin: 'a.jsonl:1' };

describe('textIn', () => {
  it('gives a text, an empty one too', () => {
    expect(textIn(row, 'question')).toBe('');
  });

  it('refuses anything else', () => {
    expect(() => textIn(row, 'n')).toThrow('a.jsonl:1 has a number in column "n", expected a text');
    expect(() => textIn(row, 'q')).toThrow(expect.objectContaining({ code: 'DATASET_COLUMN_MISSING' }));
  });
});
