import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printable } from '../../src/text/printable.ts';

describe('printable', () => {
  it.each([
    ['plain text, Grüße, 日本語, 👩‍👩‍👧', 'plain text, Grüße, 日本語, 👩‍👩‍👧'],
    ['one\n\ttwo', 'one\n\ttwo'],
    ['\u001b[31mred\u001b[0m', '\\x1b[31mred\\x1b[0m'],
    ['\u001b]0;title\u0007', '\\x1b]0;title\\x07'],
    ['\u009b2J\u0090\u0085', '\\x9b2J\\x90\\x85'],
    ['over\rwritten\b\u007f\u0000', 'over\\rwritten\\x08\\x7f\\x00'],
    ['abc\u202ecba\u202c\u2066\u200f\u061c', 'abc\\u202ecba\\u202c\\u2066\\u200f\\u061c'],
    ['\u2028\u2029\ud83d', '\\u2028\\u2029\\ud83d'],
  ])('shows %j as %j', (text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it('leaves nothing to escape', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(printable(printable(text))).toBe(printable(text));
      }),
    );
  });
});
