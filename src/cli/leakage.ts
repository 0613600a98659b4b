import type { Report } from '../core/events.ts';
import type { Example } from '../core/example.ts';
import type { ProgramState } from '../core/program.ts';
import { findByQuestion, sharedQuestions } from '../core/question-overlap.ts';

/** Warns when questions to evaluate on are training examples too: such a score says little about other questions. */
export function warnOfOverlap(trainset: readonly Example[], devset: readonly Example[], report: Report): void {
  const shared = sharedQuestions(trainset, devset).map(({ question }) => question);
  if (shared.length === 0) return;
  report({
    type: 'notice',
    code: 'TRAIN_DEV_OVERLAP',
    message: `${shared.length} of ${devset.length} questions to evaluate on are also training examples: ${quoted(shared)}`,
  });
}

/** Warns when the prompts of a program show questions it is about to be evaluated on, with their answers. */
export function warnOfLeakedDemos(state: ProgramState, devset: readonly Example[], report: Report): void {
  const asked = findByQuestion(devset);
  const demos = Object.values(state).flatMap((predictor) => predictor.demos);
  const leaked = demos.filter((demo) => asked(demo) !== null).map(({ question }) => String(question));
  if (leaked.length === 0) return;
  report({
    type: 'notice',
    code: 'DEMO_IN_DEVSET',
    message: `${leaked.length} of ${demos.length} demos are questions to evaluate on: ${quoted(leaked)}`,
  });
}

const MOST_QUOTED = 3;

function quoted(questions: readonly string[]): string {
  const shown = questions.slice(0, MOST_QUOTED).map((question) => `"${question}"`);
  const more = questions.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}
