import { describe, expect, test } from 'vitest';
import { costOf, priceOf } from '../../src/core/prices.ts';

const prices = { 'openai/large': { prompt: 2, completion: 8 }, small: { prompt: 0.5, completion: 1 } };
const usage = { promptTokens: 1_000_000, completionTokens: 500_000 };

describe('priceOf', () => {
  test.each([
    ['openai/large', 2],
    ['openai/small', 0.5],
    ['small', 0.5],
    ['large', undefined],
    ['toString', undefined],
  ])('finds %s with its provider or without', (model, prompt) => {
    expect(priceOf(model, prices)?.prompt).toBe(prompt);
  });
});

describe('costOf', () => {
  test('adds up calls to several models', () => {
    const calls = [
      { model: 'openai/large', usage },
      { model: 'openai/small', usage },
    ];

    expect(costOf(calls, prices)).toBe(7);
  });

  test('is unknown when one model has no price, and nothing when there were no calls', () => {
    expect(
      costOf(
        [
          { model: 'openai/large', usage },
          { model: 'other', usage },
        ],
        prices,
      ),
    ).toBeNull();
    expect(costOf([], prices)).toBe(0);
  });
});
