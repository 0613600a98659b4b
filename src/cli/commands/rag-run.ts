import type { Command } from 'commander';
import { RagError } from '../../core/errors.ts';
import type { ProgressEvent } from '../../core/events.ts';
import { fetchesPassages } from '../../core/program.ts';
import { type Answer, answerQuestion } from '../../pipelines/answer-question.ts';
import { writePythonJson } from '../../python/json.ts';
import { printable } from '../../text/printable.ts';
import type { CommandContext, Invocation } from '../command.ts';
import { RUNTIME_FLAGS } from '../common-flags.ts';
import { warnOfOtherIndex } from '../index-of-program.ts';
import { PROGRAM_OPTION, programToRun } from '../load-program.ts';
import { INPUT_OPTION, programInputs } from '../program-inputs.ts';
import { requireIndex } from '../require-index.ts';
import { addSettingFlags } from '../setting-flags.ts';
import { withWiring } from '../with-wiring.ts';

export function configure(command: Command): void {
  command.argument('[question...]', 'the question; without one, each line of standard input is a question');
  command.option(...PROGRAM_OPTION);
  command.option(...INPUT_OPTION);
  command.option('--show-passages', 'print the passages the answer was made from');
  command.option('--show-reasoning', "print the model's reasoning");
  addSettingFlags(command, RUNTIME_FLAGS);
}

/** Answers questions with a compiled program: `pipelines/answer-question.ts`. One result per question, as they come. */
export async function run(invocation: Invocation, context: CommandContext): Promise<void> {
  const questions = questionsOf(invocation, context);
  await withWiring({ invocation, context, flags: RUNTIME_FLAGS }, async (wiring) => {
    const loaded = await programToRun(invocation.options.program, wiring);
    const runtime = await wiring.runtime();
    warnOfOtherIndex(
      loaded,
      await requireIndex({ ...loaded, acceptsIncomplete: true }, wiring, context),
      context.report,
    );
    let asked = 0;
    for await (const line of questions) {
      const question = line.trim();
      if (question === '') continue;
      asked += 1;
      const inputs = programInputs(loaded.program, question, invocation.options.input);
      const answer = await answerQuestion({ ...loaded, inputs, runtime });
      if (fetchesPassages(loaded.program) && answer.passages.length === 0) context.report(withoutPassages(question));
      context.emit({ data: answer, text: describe(answer, invocation, context) });
    }
    if (asked === 0) throw noQuestion('standard input holds no question');
  });
}

/** The words of the command line as one question, else each line of standard input. */
function questionsOf(
  { arguments: words }: Invocation,
  { stdin }: CommandContext,
): Iterable<string> | AsyncIterable<string> {
  const given = words.join(' ').trim();
  if (given !== '') return [given];
  const lines = stdin();
  if (lines === null) throw noQuestion('there is no question');
  return lines;
}

function noQuestion(message: string): RagError {
  return new RagError('USAGE_INVALID', message, { hint: 'rag run "Who wrote the Iliad?"' });
}

function withoutPassages(question: string): ProgressEvent {
  const message = `no passage was found for "${question}": the answer was made without any`;
  return { type: 'notice', code: 'NO_PASSAGES', message };
}

function describe(answer: Answer, { options }: Invocation, { terminal }: CommandContext): string {
  const style = terminal.printStyle;
  const lines = [printable(typeof answer.answer === 'string' ? answer.answer : writePythonJson(answer.answer))];
  if (options.showReasoning === true && answer.reasoning !== null) {
    lines.push('', style.dim('reasoning'), printable(answer.reasoning));
  }
  if (options.showPassages === true) {
    lines.push('', style.dim('passages'));
    lines.push(
      ...answer.passages.map(
        ({ text, score }, index) => `${index + 1}  ${style.dim(score.toFixed(4))}  ${printable(text)}`,
      ),
    );
  }
  return lines.join('\n');
}
