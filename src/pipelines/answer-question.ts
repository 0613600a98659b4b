import { RagError } from '../core/errors.ts';
import type { Fields, JsonValue } from '../core/fields.ts';
import type { Prediction, Program, ProgramState } from '../core/program.ts';
import { type Run, type Runtime, runProgram } from '../core/run.ts';

export interface QuestionTask {
  readonly program: Program;
  readonly state: ProgramState;
  readonly inputs: Fields;
  readonly runtime: Runtime;
}

export interface Answer {
  /** The input of that name; null when the program has none. */
  readonly question: JsonValue;
  /** The output of that name; without one the only output, and of several an object of them all. */
  readonly answer: JsonValue;
  /** Null when the program has no such output. */
  readonly reasoning: string | null;
  readonly passages: Run['passages'];
  readonly usage: Run['usage'];
}

/**
 * The program's answer to one question.
 *
 * @throws RagError REPLY_INVALID when the model's reply held no answer, and whatever a step of the program throws
 */
export async function answerQuestion({ program, state, inputs, runtime }: QuestionTask): Promise<Answer> {
  const run = await runProgram({ program, state, inputs }, runtime);
  const answer = answerIn(run.prediction);
  const { reasoning } = run.prediction;
  if (answer === null) {
    throw new RagError('REPLY_INVALID', `the model "${runtime.languageModel.model}" replied without an answer`, {
      hint: 'see the prompt and the reply:  rag run --verbose',
    });
  }
  return {
    question: inputs.question ?? null,
    answer,
    reasoning: typeof reasoning === 'string' ? reasoning : null,
    passages: run.passages,
    usage: run.usage,
  };
}

/** Null when every output is, as after an empty reply. */
function answerIn(prediction: Prediction): JsonValue {
  const { reasoning: _reasoning, context: _context, ...outputs } = prediction;
  if (outputs.answer !== undefined) return outputs.answer;
  const values = Object.values(outputs);
  const [only = null] = values;
  if (values.length < 2) return only;
  return values.every((value) => value === null) ? null : outputs;
}
