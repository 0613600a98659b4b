import { RagError } from '../core/errors.ts';
import { sameRecord } from '../core/example.ts';
import type { Fields } from '../core/fields.ts';
import type { CompileTask, Teacher } from '../core/optimizer.ts';
import { type ProgramState, stateOf } from '../core/program.ts';
import { sameSignature } from '../core/signature.ts';
import { withLabeledDemos } from './labeled-few-shot.ts';

export interface BootstrapTeacher extends Required<Teacher> {
  /**
   * True when the demos are records of the trainset. Demos of a loaded program are plain dicts in DSPy, which equal no
   * record, so none of them is ever left out.
   */
  readonly demosAreExamples: boolean;
}

/**
 * Who answers while bootstrapping: the task's teacher, else the program itself. With labelled demos allowed, its own
 * demos make room for `maxLabeledDemos` labelled ones, chosen once; a program loaded from a file is no exception, as
 * DSPy does not count it as compiled (DSPy 3.0.4, dspy/teleprompt/bootstrap.py, _prepare_student_and_teacher).
 *
 * @throws RagError ARTIFACT_INVALID when the teacher's predictors or instructions are not the program's
 */
export function prepareTeacher(task: CompileTask, maxLabeledDemos: number): BootstrapTeacher {
  const { program, state, run = task.run } = task.teacher ?? task;
  checkSameTask(task, state);
  if (maxLabeledDemos === 0) return { program, state, run, demosAreExamples: false };
  const labeled = withLabeledDemos(program, state, task.trainset, { k: maxLabeledDemos, sample: true });
  return { program, state: labeled, run, demosAreExamples: true };
}

/** The teacher's state with no demo that would give away this very record. */
export function withoutRecord({ state, demosAreExamples }: BootstrapTeacher, record: Fields): ProgramState {
  if (!demosAreExamples) return state;
  return Object.fromEntries(
    Object.entries(state).map(([name, predictor]) => [
      name,
      { ...predictor, demos: predictor.demos.filter((demo) => !sameRecord(demo, record)) },
    ]),
  );
}

function checkSameTask({ program, state }: CompileTask, teacher: ProgramState): void {
  const names = Object.keys(program.predictors);
  const found = Object.keys(teacher);
  if (names.length !== found.length || names.some((name) => !found.includes(name))) {
    throw new RagError(
      'ARTIFACT_INVALID',
      `the teacher has the predictors ${quoted(found)}, the program has ${quoted(names)}`,
      { hint: 'compile with a teacher made from the same program' },
    );
  }
  const other = names.find((name) => !sameSignature(stateOf(state, name).signature, stateOf(teacher, name).signature));
  if (other === undefined) return;
  throw new RagError('ARTIFACT_INVALID', `the teacher's signature of "${other}" is not the program's`, {
    hint: 'compile with a teacher that has the same instructions and fields',
    details: {
      teacher: stateOf(teacher, other).signature.instructions,
      program: stateOf(state, other).signature.instructions,
    },
  });
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}
