import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/core/fields.ts';
import { answerAndPassageMatch } from '../../src/metrics/answer-and-passage-match.ts';
import { exampleOf } from './example-of.ts';

const judge = (answer: JsonValue, context: JsonValue) =>
  answerAndPassageMatch.score(exampleOf({ answer: 'Paris' }), { answer, context });

describe('answerAndPassageMatch', () => {
  it.each<[string, JsonValue, JsonValue, boolean]>([
    ['a right answer from a passage', 'paris', ['It is Paris.'], true],
    ['a right answer no passage has', 'Paris', ['It is Lyon.'], false],
    ['a wrong answer', 'Lyon', ['It is Paris.'], false],
    ['a wrong answer whatever the context is', 'Lyon', null, false],
  ])('judges %s', async (_what, answer, context, right) => {
    expect(await judge(answer, context)).toBe(right);
  });

  it.each<[string, JsonValue, JsonValue]>([
    ['answer_exact_match: predicted answer is NoneType, expected str', null, ['It is Paris.']],
    ['answer_passage_match: predicted context is NoneType, expected list', 'Paris', null],
  ])('says "%s"', async (message, answer, context) => {
    await expect(judge(answer, context)).rejects.toMatchObject({ code: 'METRIC_FAILED', message });
  });
});
