import type { Command, Option } from 'commander';
import { RagError } from '../core/errors.ts';

/** What an action of a command, its first argument, makes no use of. */
export interface UnusedFlags {
  /** By their long names: `--dev`. */
  readonly flags: readonly string[];
  /** What to do in place of giving one of them, where leaving it out is not the answer. */
  readonly instead?: Readonly<Record<string, string>>;
}

/** By action; an action that is not here, and the command without an action, use every flag. */
export type UnusedFlagsByAction = ReadonlyMap<string, UnusedFlags>;

/**
 * A flag that is taken and changes nothing looks as if it had.
 *
 * @throws RagError USAGE_INVALID when the parsed command line holds a flag that its action makes no use of
 */
export function refuseUnusedFlags(command: Command, byAction: UnusedFlagsByAction): void {
  const [action = ''] = command.args;
  const unused = byAction.get(action);
  const idle = given(command).filter(({ long }) => unused?.flags.includes(long ?? ''));
  const names = idle.flatMap(({ long }) => long ?? []);
  if (names.length === 0) return;
  const instead = names.flatMap((name) => unused?.instead?.[name] ?? []);
  throw new RagError('USAGE_INVALID', `rag ${command.name()} ${action} makes no use of ${names.join(', ')}`, {
    hint: instead.length > 0 ? instead.join('\n') : `only of use in:  ${commandWith(idle, command, byAction)}`,
    details: { action, flags: names },
  });
}

function given(command: Command): readonly Option[] {
  return command.options.filter((option) => command.getOptionValueSource(option.attributeName()) === 'cli');
}

/** The command without an action, where it may be had so, else its first action that uses these flags. */
function commandWith(options: readonly Option[], command: Command, byAction: UnusedFlagsByAction): string {
  const [argument] = command.registeredArguments;
  const actions = argument?.required === true ? (argument.argChoices ?? []) : [];
  const user = actions.find((action) => options.every(({ long }) => !byAction.get(action)?.flags.includes(long ?? '')));
  const shown = options.map(({ flags }) => flags.split(', ').at(-1));
  return ['rag', command.name(), ...(user === undefined ? [] : [user]), ...shown].join(' ');
}
