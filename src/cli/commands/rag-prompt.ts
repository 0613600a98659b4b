import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { Fields } from '../../core/fields.ts';
import type { Message } from '../../core/language-model.ts';
import { fetchesPassages, type Program } from '../../core/program.ts';
import type { Passage } from '../../core/retriever.ts';
import { sizeOf } from '../../pipelines/describe-program.ts';
import { firstPrompt, type PromptTask } from '../../pipelines/first-prompt.ts';
import { printable } from '../../text/printable.ts';
import type { CommandContext, Invocation } from '../command.ts';
import { ADAPTER, RETRIEVAL_FLAGS } from '../common-flags.ts';
import { type LoadedProgram, PROGRAM_OPTION, programToRun } from '../load-program.ts';
import { INPUT_OPTION, programInputs } from '../program-inputs.ts';
import { readContext } from '../read-context.ts';
import { requireIndex } from '../require-index.ts';
import { addSettingFlags, type SettingFlag } from '../setting-flags.ts';
import type { Wiring } from '../wire.ts';
import { withWiring } from '../with-wiring.ts';

const FLAGS: readonly SettingFlag[] = [ADAPTER, ...RETRIEVAL_FLAGS];

export function configure(command: Command): void {
  command.option(...PROGRAM_OPTION);
  command.requiredOption('--question <text>', 'the question');
  command.option(...INPUT_OPTION);
  command.option('--context <file>', 'passages: a JSON array of texts, or one per line; retrieved when left out');
  command.addOption(
    new Option('--format <format>', 'the messages of the request as JSON, or their text')
      .choices(['messages', 'text'])
      .default('messages'),
  );
  addSettingFlags(command, FLAGS);
}

/** Prints what the language model would be sent for a question, without asking it: `pipelines/first-prompt.ts`. */
export async function run(invocation: Invocation, context: CommandContext): Promise<void> {
  await withWiring({ invocation, context, flags: FLAGS }, async (wiring) => {
    const { program: file, format } = invocation.options;
    const loaded = await programToRun(file, wiring);
    const adapter = await wiring.adapter();
    const { predictor, inputs, prompt } = await firstPrompt({
      ...loaded,
      adapter,
      ...(await inputsOf(loaded, invocation, wiring, context)),
    });
    const { messages, responseFormat } = prompt;
    const data = { predictor, adapter: adapter.name, inputs, messages, responseFormat, ...sizeOf(messages) };
    context.emit({ data, text: format === 'text' ? textOf(messages) : JSON.stringify(messages, null, 2) });
  });
}

type Asked = Pick<PromptTask, 'inputs' | 'retrieve'>;

/** The inputs, and where passages come from: the file of `--context`, or the index. */
async function inputsOf(
  { program }: LoadedProgram,
  { options }: Invocation,
  wiring: Wiring,
  context: CommandContext,
): Promise<Asked> {
  const question = String(options.question);
  const given = typeof options.context === 'string' ? await readContext(resolve(context.cwd, options.context)) : null;
  const inputs = (known: Fields) => programInputs(program, question, options.input, known);
  if (!fetchesPassages(program)) return { inputs: inputs(given === null ? {} : { context: given }), retrieve: nothing };
  const retrieve = given === null ? await retrieval(program, wiring, context) : async () => given.map(passage);
  return { inputs: inputs({}), retrieve };
}

async function nothing(): Promise<readonly Passage[]> {
  return [];
}

async function retrieval(program: Program, wiring: Wiring, context: CommandContext): Promise<PromptTask['retrieve']> {
  await requireIndex({ program, acceptsIncomplete: true }, wiring, context);
  const { retriever } = await wiring.retrieval();
  return (query, k) => retriever.retrieve(query, k, context.signal);
}

function passage(text: string, index: number): Passage {
  return { id: `context-${index + 1}`, text, score: 1, metadata: {} };
}

function textOf(messages: readonly Message[]): string {
  return messages.map(({ role, content }) => `--- ${role} ---\n${printable(content)}`).join('\n\n');
}
