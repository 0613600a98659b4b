import { describe, expect, it } from 'vitest';
import { diagnoseRow, type Miss, occursIn } from '../../src/pipelines/diagnose-row.ts';

const miss = (changes: Partial<Miss>): Miss => ({
  outcome: 'wrong',
  answers: ['Port Ellery'],
  predicted: 'Brannoch',
  reply: '[[ ## answer ## ]]\nBrannoch',
  inCorpus: true,
  inPassages: true,
  ...changes,
});

describe('diagnoseRow', () => {
  it.each<[string | null, string | null, Partial<Miss>]>([
    ['not-used', null, {}],
    ['not-retrieved', null, { inPassages: false }],
    ['not-in-corpus', null, { inPassages: false, inCorpus: false }],
    ['undecidable', null, { inPassages: false, inCorpus: null }],
    ['undecidable', null, { answers: ['yes'], inPassages: null, inCorpus: null }],
    ['wrong-form', 'longer', { answers: ['yes'], predicted: 'Yes, they are', inPassages: null, inCorpus: null }],
    ['wrong-form', 'longer', { predicted: 'It is Port Ellery.', inPassages: false, inCorpus: false }],
    ['wrong-form', 'shorter', { answers: ['Great Corva', 'Port Ellery'], predicted: 'Ellery' }],
    ['wrong-form', 'format', { outcome: 'unparsable', predicted: null, reply: 'Port Ellery' }],
    ['wrong-form', 'format', { outcome: 'truncated', predicted: null, reply: 'so it is Port Ellery, I' }],
    ['not-used', null, { outcome: 'unparsable', predicted: null, reply: 'Brannoch' }],
    ['not-used', null, { outcome: 'refused', predicted: null, reply: null }],
    ['not-retrieved', null, { outcome: 'retrieval-empty', inPassages: false }],
    [null, null, { outcome: 'correct' }],
    [null, null, { outcome: 'transport', predicted: null, reply: null }],
    [null, null, { outcome: 'timeout', predicted: null, reply: null }],
    [null, null, { outcome: 'metric-failed' }],
    [null, null, { answers: [] }],
    [null, null, { inPassages: null, inCorpus: null }],
  ])('says %s, %s', (diagnosis, form, changes) => {
    expect(diagnoseRow(miss(changes))).toEqual({ diagnosis, form });
  });
});

describe('occursIn', () => {
  it.each([
    [['The capital is Port Ellery.'], ['Port Ellery'], true],
    [['Port', 'Ellery'], ['Port Ellery'], false],
    [['x'], ['y', 'X'], true],
    [[], ['y'], false],
    [['yes'], ['yes'], null],
    [['7'], ['yes', '7'], true],
    [['x'], [], null],
  ])('%j hold one of %j: %s', (texts, answers, expected) => {
    expect(occursIn(texts, answers)).toBe(expected);
  });
});
