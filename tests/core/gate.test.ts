import { describe, expect, it } from 'vitest';
import { GATE_TYPES, type Gate, gateRequirement, gateText } from '../../src/core/gate.ts';

const GATES: readonly [Gate, text: string, requirement: string][] = [
  [
    { type: 'min-score', metric: 'answer_f1', percent: 40.5 },
    'min-score:answer_f1=40.5',
    'answer_f1 of at least 40.5 %',
  ],
  [{ type: 'max-failures', limit: 3, unit: 'rows' }, 'max-failures:3', 'at most 3 questions without a judged answer'],
  [{ type: 'max-failures', limit: 1, unit: 'rows' }, 'max-failures:1', 'at most 1 question without a judged answer'],
  [
    { type: 'max-failures', limit: 5, unit: 'percent' },
    'max-failures:5%',
    'at most 5 % of the questions without a judged answer',
  ],
  [{ type: 'no-regression', points: 0 }, 'no-regression:0', 'not below the baseline'],
  [{ type: 'no-regression', points: 2.5 }, 'no-regression:2.5', 'at most 2.5 points below the baseline'],
];

describe('gateText', () => {
  it.each(GATES)('writes %j as %s', (gate, text) => expect(gateText(gate)).toBe(text));
});

describe('gateRequirement', () => {
  it.each(GATES)('says what %j demands', (gate, _text, requirement) => {
    expect(gateRequirement(gate)).toBe(requirement);
  });
});

describe('GATE_TYPES', () => {
  it('names every gate', () => {
    expect([...new Set(GATES.map(([{ type }]) => type))].sort()).toEqual([...GATE_TYPES].sort());
  });
});
