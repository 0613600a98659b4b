import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../../src/core/fields.ts';
import { initialState, stateOf } from '../../src/core/program.ts';
import { decodeArtifact } from '../../src/formats/dspy-state.ts';
import { languageModelHints } from '../../src/formats/saved-language-model.ts';
import { rag } from '../../src/programs/rag.ts';

const program = rag({ k: 3 });

describe('languageModelHints', () => {
  test.each(['3.0.4', '3.3.1'])('reads model and sampling of a file of DSPy %s, and no address', (version) => {
    const file = new URL(`../../conformance/vectors/files/dspy-${version}/with-lm.json`, import.meta.url);
    const { state } = decodeArtifact(readFileSync(file, 'utf8'), program);

    expect(languageModelHints(stateOf(state, 'generate_answer'))).toEqual({
      model: 'openai/gpt-4o-mini',
      temperature: 0,
      maxTokens: 300,
    });
  });

  test('reads the token limit of reasoning models under its other name', () => {
    expect(hintsOf({ model: 'openai/o3', temperature: 1, max_completion_tokens: 20000 })).toEqual({
      model: 'openai/o3',
      temperature: 1,
      maxTokens: 20000,
    });
  });

  test('is null for what the file does not say, or says in a way of its own', () => {
    expect(hintsOf({ model: 3, temperature: null, max_tokens: '300' })).toEqual({
      model: null,
      temperature: null,
      maxTokens: null,
    });
  });

  test.each([[null], [{}]])('is null for %j', (lm) => {
    expect(hintsOf(lm)).toBeNull();
  });
});

function hintsOf(lm: JsonValue) {
  return languageModelHints({ ...stateOf(initialState(program), 'generate_answer'), extra: { lm } });
}
