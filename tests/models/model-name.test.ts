import { describe, expect, it } from 'vitest';

import { dspyModelName, isReasoningModel, mayBeSameModel, serverModelName } from '../../src/models/model-name.ts';

describe('serverModelName and dspyModelName', () => {
  it.each([
    ['gemma-3-4b-it', 'gemma-3-4b-it', 'openai/gemma-3-4b-it'],
    ['openai/gemma-3-4b-it', 'gemma-3-4b-it', 'openai/gemma-3-4b-it'],
    ['unsloth/gemma-3', 'unsloth/gemma-3', 'openai/unsloth/gemma-3'],
  ])('take %s for %s and %s', (model, server, dspy) => {
    expect([serverModelName(model), dspyModelName(model)]).toEqual([server, dspy]);
  });
});

describe('isReasoningModel', () => {
  it('knows the families that DSPy knows', () => {
    const names = ['o1', 'openai/O3-mini', 'o5', 'gpt-5', 'openai/gpt-5-nano', 'o2', 'gpt-4o', 'olmo', 'x-o1'];

    expect(names.filter(isReasoningModel)).toEqual(['o1', 'openai/O3-mini', 'o5', 'gpt-5', 'openai/gpt-5-nano']);
  });
});

describe('mayBeSameModel', () => {
  it.each([
    ['/models/gemma-3-4b-it-Q4_K_M.gguf', 'gemma-3-4b-it', true],
    ['Qwen3-Embedding-0.6B-Q8_0.gguf', 'qwen3-embedding:0.6b', true],
    ['nomic-embed-text:latest', 'nomic-embed-text', true],
    ['unsloth/gemma-3-4b-it-GGUF:Q4_K_M', 'gemma-3-12b-it', false],
    ['Llama-3-8B', 'gemma-3-4b-it', false],
  ])('of %s and %s says %s', (one, other, expected) => {
    expect(mayBeSameModel(one, other)).toBe(expected);
  });
});
