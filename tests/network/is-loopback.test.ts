import { describe, expect, it } from 'vitest';
import { isLoopback } from '../../src/network/is-loopback.ts';

describe('isLoopback', () => {
  it.each([
    ['http://localhost:8080', true],
    ['http://LOCALHOST', true],
    ['http://127.0.0.1', true],
    ['http://127.1', true],
    ['http://127.9.9.9:1', true],
    ['http://[::1]:6333', true],
    ['http://[0:0:0:0:0:0:0:1]', true],
    ['http://localhost.example', false],
    ['http://127.0.0.1.example', false],
    ['http://0.0.0.0', false],
    ['http://10.0.0.1', false],
  ])('%s: %s', (url, expected) => {
    expect(isLoopback(new URL(url).hostname)).toBe(expected);
  });
});
