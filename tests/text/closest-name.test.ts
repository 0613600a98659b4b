import { describe, expect, it } from 'vitest';
import { closestName, nearestFirst } from '../../src/text/closest-name.ts';

const NAMES = ['labeled-few-shot', 'bootstrap-few-shot', 'random-search', 'copro', 'knn'];

describe('closestName', () => {
  it.each([
    ['bootstrap-fewshot', 'bootstrap-few-shot'],
    ['BootstrapFewShto', 'bootstrap-few-shot'],
    ['cporo', 'copro'],
    ['kn', 'knn'],
    ['random', null],
    ['mipro', null],
    ['gepa', null],
    ['', null],
  ])('takes %j to mean %j', (name, meant) => {
    expect(closestName(name, NAMES)).toBe(meant);
  });

  it('means nothing where nothing is known', () => {
    expect(closestName('a', [])).toBe(null);
  });
});

describe('nearestFirst', () => {
  it('orders by edit distance, then as given', () => {
    expect(nearestFirst('cat', ['house', 'dog', 'act', 'cart', 'fog', 'Cat'])).toEqual([
      'Cat',
      'act',
      'cart',
      'dog',
      'fog',
      'house',
    ]);
  });
});
