import { expect, it } from 'vitest';
import { counted } from '../../src/text/counted.ts';

it.each([
  [0, '0 demos'],
  [1, '1 demo'],
  [2, '2 demos'],
])('counts %d', (count, text) => {
  expect(counted(count, 'demo')).toBe(text);
});
