import { describe, expect, it } from 'vitest';
import vectors from '../../conformance/vectors/metrics.json' with { type: 'json' };
import type { JsonValue } from '../../src/core/fields.ts';
import { answerPassageMatch } from '../../src/metrics/passage-match.ts';
import { hasShared, readShared } from '../shared-data.ts';
import { exampleOf } from './example-of.ts';

const match = (answer: JsonValue, context: JsonValue) => answerPassageMatch.score(exampleOf({ answer }), { context });

describe('answerPassageMatch', () => {
  it('judges every recorded case as DSPy', () => {
    const judged = vectors.answerPassageMatch.map((row) => ({ ...row, result: match(row.answer, row.context) }));

    expect(judged).toEqual(vectors.answerPassageMatch);
  });

  it.each<[JsonValue, JsonValue, boolean]>([
    ['Paris', ['Lyon is a city.', 'PARIS is the capital.'], true],
    ['Paris', ['Parisian life'], false],
    ['New York', ['I love New-York'], false],
    ['state of art', ['state of the art'], true],
    ['the', ['anything'], true],
    ['the', [], false],
    ['p', 'plain text', true],
    ['plain', 'plain text', false],
    [[], ['anything'], false],
  ])('looks for %j in %j: %j', (answer, context, found) => {
    expect(match(answer, context)).toBe(found);
  });

  it.each<[string, JsonValue, JsonValue]>([
    ['answer_passage_match: predicted context is NoneType, expected list', 'x', null],
    ['answer_passage_match: item 1 of predicted context is int, expected str', 'x', ['a', 1]],
    ['answer_passage_match: answer of example "row-1" is dict, expected str', {}, ['a']],
  ])('says "%s"', (message, answer, context) => {
    expect(() => match(answer, context)).toThrow(expect.objectContaining({ code: 'METRIC_FAILED', message }));
  });

  it('names what the prediction has instead of a context', () => {
    expect(() => answerPassageMatch.score(exampleOf({ answer: 'x' }), { answer: 'x' })).toThrow(
      expect.objectContaining({
        code: 'METRIC_FAILED',
        message: 'answer_passage_match: prediction has no context, only answer',
      }),
    );
  });

  it.skipIf(!hasShared('spec/metric-vectors.json'))('judges the shared cases as DSPy', () => {
    const { answer_passage_match } = JSON.parse(readShared('spec/metric-vectors.json'));

    for (const { answer, context, result, error } of answer_passage_match) {
      if (error === undefined) expect(match(answer, context)).toBe(result);
      else expect(() => match(answer, context)).toThrow(expect.objectContaining({ code: 'METRIC_FAILED' }));
    }
  });
});
