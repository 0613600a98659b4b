import { RagError } from '../core/errors.ts';
import type { Program, ProgramState } from '../core/program.ts';
import { type Run, type Runtime, runProgram } from '../core/run.ts';

export interface QuestionTask {
  readonly program: Program;
  readonly state: ProgramState;
  readonly question: string;
  readonly runtime: Runtime;
}

export interface Answer {
  readonly question: string;
  readonly answer: string;
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
export async function answerQuestion({ program, state, question, runtime }: QuestionTask): Promise<Answer> {
  const run = await runProgram({ program, state, inputs: { question } }, runtime);
  const { answer, reasoning } = run.prediction;
  if (typeof answer !== 'string') {
    throw new RagError('REPLY_INVALID', `the model "${runtime.languageModel.model}" replied without an answer`, {
      hint: 'see the prompt and the reply:  rag run --verbose',
    });
  }
  return {
    question,
    answer,
    reasoning: typeof reasoning === 'string' ? reasoning : null,
    passages: run.passages,
    usage: run.usage,
  };
}
