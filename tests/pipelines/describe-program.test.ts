import { describe, expect, test } from 'vitest';
import { chatAdapter } from '../../src/adapters/chat-adapter.ts';
import type { Fields } from '../../src/core/fields.ts';
import { initialState, stateOf } from '../../src/core/program.ts';
import { describeProgram } from '../../src/pipelines/describe-program.ts';
import { chainOfThoughtProgram } from '../../src/programs/one-call.ts';

const program = chainOfThoughtProgram({ signature: 'question -> answer: int', descriptions: { answer: 'a number' } });

function described(demos: readonly Fields[]) {
  const state = { predict: { ...stateOf(initialState(program), 'predict'), demos } };
  const [only] = describeProgram(program, state, chatAdapter());
  if (only === undefined) throw new Error('no predictor');
  return only;
}

describe('describeProgram', () => {
  test('names fields with their Python types', () => {
    expect(described([]).fields).toEqual([
      { name: 'question', role: 'input', type: 'str', prefix: 'Question:', description: '${question}' },
      {
        name: 'reasoning',
        role: 'output',
        type: 'str',
        prefix: "Reasoning: Let's think step by step in order to",
        description: '${reasoning}',
      },
      { name: 'answer', role: 'output', type: 'int', prefix: 'Answer:', description: 'a number' },
    ]);
  });

  test('measures demos as prompts show them, and those they leave out as nothing', () => {
    const bootstrapped = { augmented: true, question: 'Né?', reasoning: 'so', answer: 1 };
    const labeled = { question: 'q', answer: 2 };
    const unusable = { answer: 3 };

    const { demos, sizes } = described([bootstrapped, labeled, unusable]);

    expect(demos.map(({ kind }) => kind)).toEqual(['bootstrapped', 'labeled', 'labeled']);
    // "[[ ## question ## ]]\nNé?" and "[[ ## reasoning ## ]]\nso\n\n[[ ## answer ## ]]\n1\n\n[[ ## completed ## ]]\n"
    expect(demos[0]?.size).toEqual({ characters: 24 + 70, estimatedTokens: 24 });
    expect(demos[2]?.size).toEqual({ characters: 0, estimatedTokens: 0 });
    const shown = demos.reduce((sum, { size }) => sum + size.characters, 0);
    expect(sizes.demos.characters).toBe(shown);
    expect(sizes.total.characters).toBe(sizes.system.characters + shown + sizes.request.characters);
  });
});
