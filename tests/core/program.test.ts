import { describe, expect, test } from 'vitest';
import { predict } from '../../src/core/predictor.ts';
import { defineProgram, initialState, resetState, stateOf } from '../../src/core/program.ts';

const first = predict('question -> query');
const second = predict('query -> answer');
const program = defineProgram({
  name: 'two',
  predictors: { first, second },
  retrievers: {},
  forward: async () => ({}),
});

describe('initialState', () => {
  test('has the signatures of the program and no demos', () => {
    expect(initialState(program)).toEqual({
      first: { signature: first.signature, demos: [], extra: {} },
      second: { signature: second.signature, demos: [], extra: {} },
    });
  });
});

describe('stateOf', () => {
  test('calls a state of another program a bug', () => {
    expect(() => stateOf({ second: stateOf(initialState(program), 'second') }, 'first')).toThrow(
      expect.objectContaining({
        code: 'INVARIANT_BROKEN',
        message: 'no state for predictor "first"',
        details: { known: ['second'] },
      }),
    );
  });
});

describe('resetState', () => {
  test('keeps instructions, drops demos and saved extras, and follows the order of the program', () => {
    const signature = { ...first.signature, instructions: 'Search well.' };
    const demos = [{ question: 'q' }];
    const state = {
      second: { signature: second.signature, demos, extra: { lm: null } },
      first: { signature, demos, extra: {} },
    };

    const reset = resetState(program, state);

    expect(Object.entries(reset)).toEqual([
      ['first', { signature, demos: [], extra: {} }],
      ['second', { signature: second.signature, demos: [], extra: {} }],
    ]);
  });
});
