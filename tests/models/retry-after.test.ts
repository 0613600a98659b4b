import { describe, expect, it } from 'vitest';

import { retryAfterMs } from '../../src/models/retry-after.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');

describe('retryAfterMs', () => {
  it.each<[string, Record<string, string>, string, number | null]>([
    ['seconds', { 'retry-after': '37' }, '', 37_000],
    ['fractions of seconds', { 'retry-after': '0.5' }, '', 500],
    ['a date', { 'retry-after': 'Thu, 01 Jan 2026 00:00:10 GMT' }, '', 10_000],
    ['a date that is past', { 'retry-after': 'Wed, 31 Dec 2025 23:00:00 GMT' }, '', 0],
    ['milliseconds, before seconds', { 'retry-after-ms': '1500', 'retry-after': '9' }, '', 1500],
    ['the text, in seconds', {}, 'Rate limit exceeded. Retry after 60s', 60_000],
    ['the text, in minutes and seconds', {}, 'Please try again in 1m12.5s.', 72_500],
    ['the text, in milliseconds', {}, 'Please try again in 20ms.', 20],
    ['nothing', {}, 'Rate limit exceeded', null],
    ['nonsense', { 'retry-after': 'soon' }, 'retry after lunch', null],
    ['an empty header', { 'retry-after': '' }, '', null],
  ])('reads %s', (_, headers, text, expected) => {
    expect(retryAfterMs(new Headers(headers), text, NOW)).toBe(expected);
  });
});
