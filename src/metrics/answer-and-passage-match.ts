import type { Metric } from '../core/metric.ts';
import { answerExactMatch } from './exact-match.ts';
import { answerPassageMatch } from './passage-match.ts';

const exactMatch = answerExactMatch({ frac: 1 });

/**
 * True when the predicted answer equals an accepted one after normalization and a passage of the predicted `context` contains an
 * accepted answer: the usual metric for compiling, since a right answer without a source makes a misleading demo.
 *
 * Python has no name for it; there it is written as `answer_exact_match(…) and answer_passage_match(…)`. As there, passages are not
 * looked at when the answer is wrong.
 */
export const answerAndPassageMatch: Metric = {
  name: 'answer_and_passage_match',
  score: async (example, prediction) =>
    (await exactMatch.score(example, prediction)) === true &&
    (await answerPassageMatch.score(example, prediction)) === true,
};
