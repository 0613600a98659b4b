import type { Command } from 'commander';
import { RagError } from '../../core/errors.ts';
import { type Answer, answerQuestion } from '../../pipelines/answer-question.ts';
import { checkIndex } from '../../pipelines/check-index.ts';
import { printable } from '../../text/printable.ts';
import type { CommandContext, Invocation } from '../command.ts';
import { RUNTIME_FLAGS } from '../common-flags.ts';
import { type LoadedProgram, PROGRAM_OPTION, programToRun } from '../load-program.ts';
import { addSettingFlags } from '../setting-flags.ts';
import { withWiring } from '../with-wiring.ts';

export function configure(command: Command): void {
  command.argument('[question...]', 'the question; without one, each line of standard input is a question');
  command.option(...PROGRAM_OPTION);
  command.option('--show-passages', 'print the passages the answer was made from');
  command.option('--show-reasoning', "print the model's reasoning");
  addSettingFlags(command, RUNTIME_FLAGS);
}

/** Answers questions with a compiled program: `pipelines/answer-question.ts`. One result per question, as they come. */
export async function run(invocation: Invocation, context: CommandContext): Promise<void> {
  await withWiring({ invocation, context, flags: RUNTIME_FLAGS }, async (wiring) => {
    const loaded: LoadedProgram = await programToRun(invocation.options.program, wiring);
    const runtime = await wiring.runtime();
    await checkIndex({ store: await wiring.store(), embedder: await wiring.embedder(), signal: context.signal });
    for await (const question of questions(invocation, context)) {
      const answer = await answerQuestion({ ...loaded, question, runtime });
      context.emit({ data: answer, text: describe(answer, invocation, context) });
    }
  });
}

async function* questions({ arguments: words }: Invocation, { stdin }: CommandContext): AsyncIterable<string> {
  const given = words.join(' ').trim();
  if (given !== '') return yield given;
  const lines = stdin();
  if (lines === null)
    throw new RagError('USAGE_INVALID', 'there is no question', { hint: 'rag run "Who wrote the Iliad?"' });
  let asked = 0;
  for await (const line of lines) {
    if (line.trim() === '') continue;
    asked += 1;
    yield line.trim();
  }
  if (asked === 0)
    throw new RagError('USAGE_INVALID', 'standard input holds no question', { hint: 'rag run "Who wrote the Iliad?"' });
}

function describe(answer: Answer, { options }: Invocation, { terminal }: CommandContext): string {
  const style = terminal.printStyle;
  const lines = [printable(answer.answer)];
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
