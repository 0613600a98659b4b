import { describe, expect, it } from 'vitest';
import { valueText } from '../../src/formats/value-text.ts';

describe('valueText', () => {
  it.each([
    ['a text', 'a "text"\nof two lines', 'a "text"\nof two lines'],
    ['a list of texts', ['one', 'two'], 'one\ntwo'],
    ['a number', 3, '3'],
    ['nothing', null, 'null'],
    ['a record', { a: [1, 'b'] }, '{"a": [1, "b"]}'],
    ['a number that is none', Number.NaN, 'null'],
  ])('writes %s as people read it', (_what, value, text) => expect(valueText(value)).toBe(text));
});
