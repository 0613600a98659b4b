import fc from 'fast-check';
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
    expect(nearestFirst('cat', ['house', 'dog', 'act', 'kart', 'fog', 'Cat'])).toEqual([
      'Cat',
      'act',
      'kart',
      'dog',
      'fog',
      'house',
    ]);
  });

  it('puts a model with the same name and a tag before one that only looks alike', () => {
    const names = ['qwen2-embedding', 'gemma3:4b', 'qwen3-embedding:0.6b', 'QWEN3-EMBEDDING:8b-very-long-tag'];

    expect(nearestFirst('qwen3-embedding', names)).toEqual([
      'qwen3-embedding:0.6b',
      'QWEN3-EMBEDDING:8b-very-long-tag',
      'qwen2-embedding',
      'gemma3:4b',
    ]);
  });

  it('loses and adds nothing', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), (wanted, names) => {
        expect(nearestFirst(wanted, names).sort()).toEqual([...names].sort());
      }),
    );
  });
});
