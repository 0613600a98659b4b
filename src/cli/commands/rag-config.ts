import { Argument, type Command } from 'commander';
import { stringify } from 'yaml';
import type { CommandContext, CommandResult, Invocation } from '../command.ts';
import { configSchema } from '../config/json-schema.ts';
import { type Config, type ConfigRequest, loadConfig } from '../config/load.ts';
import { describeOrigin } from '../config/origin.ts';
import { PLAIN_KEYS, SECTION_NAMES } from '../config/sections.ts';
import { shownValue } from '../config/shown-settings.ts';
import { flagLayer } from '../setting-flags.ts';
import type { UnusedFlagsByAction } from '../unused-flags.ts';

export function configure(command: Command): void {
  command.addArgument(new Argument('<action>', 'what to do').choices(['show', 'validate', 'schema']));
  command.option('--origin', 'with show: say where each value comes from');
}

export const unusedFlags: UnusedFlagsByAction = new Map([
  ['validate', { flags: ['--origin'] }],
  ['schema', { flags: ['--origin', '--config', '--set'] }],
]);

export async function run({ arguments: [action], options }: Invocation, context: CommandContext): Promise<void> {
  if (action === 'schema') return context.emit({ data: configSchema(), text: JSON.stringify(configSchema(), null, 2) });
  const config = await loadConfig(requestOf(options, context));
  context.emit(action === 'validate' ? valid(config) : show(config, options.origin === true));
}

function requestOf(options: Invocation['options'], { cwd, environment, report }: CommandContext): ConfigRequest {
  const { config } = options;
  return {
    config: typeof config === 'string' ? config : undefined,
    environment,
    cwd,
    report,
    flags: flagLayer([], options, cwd),
  };
}

function valid({ file }: Config): CommandResult {
  const name = file?.shownAs ?? 'the built-in defaults';
  return { data: { file: file?.path ?? null, valid: true }, text: `${name}: valid` };
}

/** The merged settings in the order of a config file; a secret is shown as `***`, a `${NAME}` reference as it stands. */
function show({ file, settings }: Config, withOrigin: boolean): CommandResult {
  const order = [...SECTION_NAMES, ...PLAIN_KEYS];
  const rank = (key: string) => order.indexOf(key.split('.')[0] ?? key);
  const rows = [...settings]
    .map(([key, { value, origin }]) => ({ key, value: shownValue(key, value), origin: describeOrigin(origin) }))
    .sort((left, right) => rank(left.key) - rank(right.key));
  const nested = nest(rows);
  return {
    data: { file: file?.path ?? null, settings: rows },
    text: withOrigin
      ? rows.map(({ key, value, origin }) => `${key} = ${JSON.stringify(value)}  # ${origin}`).join('\n')
      : stringify(nested).trimEnd(),
  };
}

/** A file that would give the same settings. */
function nest(rows: readonly { key: string; value: unknown }[]): Record<string, unknown> {
  const file: Record<string, Record<string, unknown>> = {};
  const plain: Record<string, unknown> = {};
  for (const { key, value } of rows) {
    const [section = key, ...rest] = key.split('.');
    if (rest.length === 0) plain[section] = value;
    else file[section] = { ...file[section], [rest.join('.')]: value };
  }
  return { ...file, ...plain };
}
