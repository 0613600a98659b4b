import { findByQuestion } from '../core/question-overlap.ts';
import { estimatedTokens } from '../text/estimated-tokens.ts';
import type { Finding, LintRule } from './lint-program.ts';
import { textsIn } from './saved-texts.ts';

/** Demos that are questions to evaluate on: the prompt shows their answers. */
export const demoInDevset: LintRule = ({ demos, devset }) => {
  const asked = findByQuestion(devset ?? []);
  return demos.flatMap(({ place, fields }): readonly Finding[] => {
    const example = asked(fields);
    if (example === null) return [];
    const message = `is the question "${example.id}" to evaluate on`;
    return [{ code: 'DEMO_IN_DEVSET', severity: 'error', place, message }];
  });
};

/** Demos that take up much of every prompt. */
export const demoTooLong: LintRule = ({ demos, maxDemoTokens }) =>
  demos.flatMap(({ place, fields }): readonly Finding[] => {
    const tokens = estimatedTokens(
      textsIn(fields)
        .map(({ text }) => text)
        .join(''),
    );
    if (tokens <= maxDemoTokens) return [];
    const message = `is about ${tokens} tokens long, more than ${maxDemoTokens}, and part of every prompt`;
    return [{ code: 'DEMO_TOO_LONG', severity: 'warning', place, message }];
  });
