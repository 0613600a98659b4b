import { describe, expect, test } from 'vitest';
import { inputsOf, sameRecord } from '../../src/core/example.ts';

describe('inputsOf', () => {
  test('keeps the input fields in the order of the record', () => {
    const fields = { context: 'c', answer: 'a', question: 'q' };

    const inputs = inputsOf({ id: '1', fields, inputKeys: ['question', 'context', 'none'] });

    expect(JSON.stringify(inputs)).toBe('{"context":"c","question":"q"}');
  });
});

describe('sameRecord', () => {
  test('compares values by name, at every depth, in whatever order', () => {
    expect(sameRecord({ a: 1, b: ['x', { c: null }] }, { b: ['x', { c: null }], a: 1 })).toBe(true);
  });

  test.each([
    [{ a: 1 }, { a: 2 }],
    [{ a: 1 }, { a: 1, b: null }],
    [
      { a: 1, dspy_uuid: 'x' },
      { a: 1, dspy_uuid: 'y' },
    ],
    [{ a: ['x', 'y'] }, { a: ['y', 'x'] }],
    [{ a: null }, {}],
  ])('tells %j from %j', (left, right) => {
    expect(sameRecord(left, right)).toBe(false);
  });
});
