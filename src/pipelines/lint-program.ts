import type { Example } from '../core/example.ts';
import type { Fields } from '../core/fields.ts';
import { demoInDevset, demoTooLong } from './lint-demos.ts';
import { endpoints } from './lint-endpoints.ts';
import { absolutePaths } from './lint-paths.ts';
import { secrets } from './lint-secrets.ts';
import { demosIn, type SavedDemo, type SavedText, textsIn } from './saved-texts.ts';

export interface Finding {
  readonly code:
    | 'SECRET_FOUND'
    | 'ENDPOINT_FOUND'
    | 'PATH_FOUND'
    | 'DEMO_IN_DEVSET'
    | 'DEMO_TOO_LONG'
    | 'DEVSET_UNREAD';
  readonly severity: 'error' | 'warning' | 'info';
  /** Keys and positions from the top of the file: `generate_answer.predict.demos.0.question`; empty for the file as a whole. */
  readonly place: string;
  /** One sentence of fact; never holds a secret. */
  readonly message: string;
}

export interface LintTask {
  /** The top level of the file. */
  readonly saved: Fields;
  /** Null when there is none to compare the demos with. */
  readonly devset: readonly Example[] | null;
  /** Estimated, for one demo. */
  readonly maxDemoTokens: number;
}

/** What a rule looks at. */
export interface LintSubject extends LintTask {
  readonly texts: readonly SavedText[];
  readonly demos: readonly SavedDemo[];
}

export type LintRule = (subject: LintSubject) => readonly Finding[];

const RULES: readonly LintRule[] = [secrets, endpoints, absolutePaths, demoInDevset, demoTooLong];

/** What should not be in the file of a saved program before it is shared or relied on, rule by rule, in the order of the file. */
export function lintProgram(task: LintTask): readonly Finding[] {
  const subject = { ...task, texts: textsIn(task.saved), demos: demosIn(task.saved) };
  return RULES.flatMap((rule) => rule(subject));
}
