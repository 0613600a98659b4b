import type { Command } from 'commander';
import { type Change, comparePrograms, isUnchanged, type PredictorChange } from '../../pipelines/compare-programs.ts';
import { describeProgram, type PredictorDescription } from '../../pipelines/describe-program.ts';
import { counted } from '../../text/counted.ts';
import { printable } from '../../text/printable.ts';
import type { CommandContext, Invocation } from '../command.ts';
import { ADAPTER } from '../common-flags.ts';
import { savedProgram } from '../load-program.ts';
import { indented, questionOf } from '../output/program-text.ts';
import { addSettingFlags } from '../setting-flags.ts';
import type { Wiring } from '../wire.ts';
import { withWiring } from '../with-wiring.ts';

const FLAGS = [ADAPTER];

export function configure(command: Command): void {
  command.argument('<before>', 'compiled program: a path, or a name in the artifacts folder');
  command.argument('<after>', 'the one to compare it with');
  addSettingFlags(command, FLAGS);
}

/** Says what differs between two compiled programs: `pipelines/compare-programs.ts`. */
export async function run(invocation: Invocation, context: CommandContext): Promise<void> {
  await withWiring({ invocation, context, flags: FLAGS }, async (wiring) => {
    const [before = '', after = ''] = invocation.arguments;
    const predictors = comparePrograms(await described(before, wiring), await described(after, wiring));
    const data = { same: predictors.every(isUnchanged), predictors };
    context.emit({ data, text: predictors.map(changeText).join('\n\n') });
  });
}

async function described(file: string, wiring: Wiring): Promise<readonly PredictorDescription[]> {
  const { program, state } = await savedProgram(file, wiring);
  return describeProgram(program, state, await wiring.adapter());
}

function changeText(change: PredictorChange): string {
  const { name, instructions, fields, demos, size } = change;
  const { before, after } = size;
  return [
    `${name}  ${isUnchanged(change) ? 'unchanged' : 'changed'}`,
    ...(instructions === null ? [] : ['  instructions', bothSides(instructions)]),
    ...fields.flatMap((field) => [`  field ${field.before.name}`, bothSides(sidesOf(field))]),
    `  demos: ${demos.added.length} added, ${demos.removed.length} removed, ${demos.kept} kept${demos.reordered ? ' in another order' : ''}`,
    ...demos.removed.map((demo) => `    - ${demo.kind}  ${questionOf(demo.fields)}`),
    ...demos.added.map((demo) => `    + ${demo.kind}  ${questionOf(demo.fields)}`),
    `  prompt without inputs: about ${before.estimatedTokens} → ${counted(after.estimatedTokens, 'token')} (${signed(after.estimatedTokens - before.estimatedTokens)})`,
  ].join('\n');
}

function sidesOf({ before, after }: PredictorChange['fields'][number]): Change<string> {
  return { before: `${before.prefix} ${before.description}`, after: `${after.prefix} ${after.description}` };
}

function bothSides({ before, after }: Change<string>): string {
  const marked = (mark: string, text: string) => indented(printable(text).replaceAll(/^/gm, `${mark} `), 4);
  return `${marked('-', before)}\n${marked('+', after)}`;
}

function signed(change: number): string {
  return change < 0 ? `−${-change}` : `+${change}`;
}
