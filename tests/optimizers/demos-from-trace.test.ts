import { describe, expect, test } from 'vitest';
import type { TraceStep } from '../../src/core/run.ts';
import { demosFromTrace } from '../../src/optimizers/demos-from-trace.ts';

describe('demosFromTrace', () => {
  test('makes one demo per predictor, outputs after inputs and without DSPy bookkeeping', () => {
    const trace = [
      { predictor: 'write_query', inputs: { question: 'q' }, outputs: { query: 'x' } },
      {
        predictor: 'respond',
        inputs: { context: ['c'], question: 'q' },
        outputs: { answer: 'a', dspy_note: 'hidden', reasoning: 'r' },
      },
    ];

    expect(JSON.stringify([...demosFromTrace(trace)])).toBe(
      '[["write_query",{"augmented":true,"question":"q","query":"x"}],' +
        '["respond",{"augmented":true,"context":["c"],"question":"q","answer":"a","reasoning":"r"}]]',
    );
  });

  test('gives no demo for an empty trace', () => {
    expect([...demosFromTrace([])]).toEqual([]);
  });

  test('chooses among several calls by the demos alone: the last one or, half of the time, an earlier one', () => {
    const chosen = Array.from({ length: 400 }, (_, n) => demosFromTrace(hops(`question ${n}`)).get('hop')?.query);
    const share = (query: string) => chosen.filter((each) => each === query).length;

    expect([share('first'), share('second'), share('third')]).toMatchInlineSnapshot(`
      [
        99,
        92,
        209,
      ]
    `);
    expect(demosFromTrace(hops('question 7'))).toEqual(demosFromTrace(hops('question 7')));
  });
});

function hops(question: string): readonly TraceStep[] {
  return ['first', 'second', 'third'].map((query) => ({ predictor: 'hop', inputs: { question }, outputs: { query } }));
}
