import { describe, expect, it } from 'vitest';
import { type ErrorCode, RagError } from '../../src/core/errors.ts';
import { NO_USAGE } from '../../src/core/language-model.ts';
import type { ModelCall } from '../../src/core/run.ts';
import { classifyRow, type Ending } from '../../src/pipelines/classify-row.ts';

function call(text: string | null, finishReason = 'stop'): ModelCall {
  const completion = text === null ? null : { text, finishReason, usage: NO_USAGE, cached: false };
  return {
    predictor: 'p',
    adapter: 'chat',
    model: 'm',
    prompt: { messages: [], responseFormat: null },
    completion,
    error: null,
  };
}

const failure = (code: ErrorCode, details = {}) => new RagError(code, 'x', { details });
const ending = (changes: Partial<Ending>): Ending => ({
  error: null,
  isCorrect: false,
  foundNothing: false,
  calls: [call('a reply')],
  ...changes,
});

describe('classifyRow', () => {
  it.each<[string, Partial<Ending>]>([
    ['correct', { isCorrect: true }],
    ['correct', { isCorrect: true, foundNothing: true }],
    ['correct', { isCorrect: true, calls: [call('cut', 'length')] }],
    ['wrong', {}],
    ['wrong', { calls: [] }],
    ['retrieval-empty', { foundNothing: true }],
    ['truncated', { calls: [call('cut', 'length')] }],
    ['truncated', { error: failure('REPLY_UNPARSABLE'), calls: [call('cut', 'length')] }],
    ['truncated', { error: failure('METRIC_FAILED'), calls: [call('', 'length')] }],
    ['unparsable', { error: failure('REPLY_UNPARSABLE') }],
    ['unparsable', { error: failure('REPLY_UNPARSABLE'), calls: [call('cut', 'length'), call('no JSON')] }],
    ['unparsable', { error: failure('METRIC_FAILED'), calls: [call(' \n')] }],
    ['unparsable', { error: failure('REPLY_UNPARSABLE'), calls: [call('The sorry state of things')] }],
    ['refused', { error: failure('REPLY_UNPARSABLE'), calls: [call('I’m sorry, but I cannot help with that.')] }],
    ['refused', { error: failure('REPLY_UNPARSABLE'), calls: [call("I can't answer this.")] }],
    ['refused', { error: failure('REPLY_INVALID', { refusal: 'no' }), calls: [call(null)] }],
    ['refused', { calls: [call('', 'content_filter')] }],
    ['transport', { error: failure('REPLY_INVALID'), calls: [call(null)] }],
    ['transport', { error: failure('MODEL_FAILED'), calls: [call(null)] }],
    ['timeout', { error: failure('MODEL_TIMEOUT'), calls: [call(null)] }],
    ['timeout', { error: failure('MODEL_TIMEOUT'), calls: [call('cut', 'length'), call(null)] }],
    ['prompt-too-long', { error: failure('CONTEXT_OVERFLOW'), calls: [call(null)] }],
    ['metric-failed', { error: failure('METRIC_FAILED') }],
  ])('says %s', (outcome, changes) => {
    expect(classifyRow(ending(changes))).toBe(outcome);
  });
});
