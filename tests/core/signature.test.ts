import { describe, expect, test } from 'vitest';
import { predict } from '../../src/core/predictor.ts';
import { sameSignature } from '../../src/core/signature.ts';

const { signature } = predict('context, question -> answer');

describe('sameSignature', () => {
  test('is blind to prefixes and to the order of fields', () => {
    const fields = signature.fields.map((field) => ({ ...field, prefix: '?' })).reverse();

    expect(sameSignature(signature, { ...signature, fields })).toBe(true);
  });

  test.each([
    ['instructions', { ...signature, instructions: 'Other.' }],
    ['a missing field', { ...signature, fields: signature.fields.slice(1) }],
    ['a description', withFirst({ description: 'notes' })],
    ['constraints', withFirst({ constraints: 'at most three' })],
    ['a role', withFirst({ role: 'output' })],
  ])('sees %s', (_, other) => {
    expect(sameSignature(signature, other)).toBe(false);
  });
});

function withFirst(change: object) {
  return {
    ...signature,
    fields: signature.fields.map((field, index) => (index === 0 ? { ...field, ...change } : field)),
  };
}
