import { Command, CommanderError } from 'commander';
import { RagError } from '../core/errors.ts';
import { collected } from './collected.ts';
import type { CommandEntry, CommandModule, Invocation } from './command.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { refuseUnusedFlags } from './unused-flags.ts';

/** What the user asked for: a command to run, or text that answers the command line itself (help, version). */
export type Request =
  | {
      readonly type: 'command';
      readonly entry: CommandEntry;
      readonly module: CommandModule;
      readonly invocation: Invocation;
    }
  | { readonly type: 'text'; readonly text: string };

export interface CommandLineOptions {
  readonly commands: readonly CommandEntry[];
  readonly version: string;
  /** Columns for help texts. */
  readonly width: number;
}

/**
 * Reads a command line. Only the module of the command that is named is loaded.
 *
 * @throws RagError USAGE_INVALID for unknown commands and flags, flags without a use and missing values
 */
export async function parseCommandLine(argv: readonly string[], options: CommandLineOptions): Promise<Request> {
  if (argv[0] === 'help' && argv[1] === 'exit-codes') return { type: 'text', text: exitCodesText() };
  const words = argv[0] === 'help' ? [...argv.slice(1), '--help'] : argv.length === 0 ? ['--help'] : argv;
  const named = options.commands.find(({ name }) => name === words[0]);
  const module = named === undefined ? null : await named.load();
  const out: string[] = [];
  let request: Request | null = null;
  const program = describe(options, out);
  for (const entry of options.commands) {
    const command = program.command(entry.name).description(entry.summary);
    if (entry !== named || module === null) continue;
    addCommonOptions(command);
    module.configure(command);
    command.action(() => {
      refuseUnusedFlags(command, module.unusedFlags ?? new Map());
      const invocation = { arguments: command.args, options: command.opts() };
      request = { type: 'command', entry, module, invocation };
    });
  }
  try {
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) throw usageError(error, named?.name);
  }
  return request ?? { type: 'text', text: out.join('').trimEnd() };
}

function describe({ version, width }: CommandLineOptions, out: string[]): Command {
  const program = new Command('rag')
    .description('index a corpus, compile a retrieval-augmented program, evaluate it and run it')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command; "rag help exit-codes" lists the exit codes')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => out.push(text),
      // Commander would print here what `usageError` says in our own form.
      writeErr: () => {},
      getOutHelpWidth: () => width,
      getErrHelpWidth: () => width,
    });
  return program;
}

function addCommonOptions(command: Command): void {
  command
    .option('-c, --config <file|preset>', 'config file, or a preset: tutorial, offline')
    .option('--set <key=value>', 'set any key of the configuration; may be repeated', collected)
    .option('--json', 'print one JSON object on standard output')
    .option('-v, --verbose', 'say more on standard error')
    .option('-q, --quiet', 'say only warnings and errors on standard error');
}

function usageError(error: CommanderError, command: string | undefined): RagError {
  const [message = '', ...suggestion] = error.message.replace(/^error: /, '').split('\n');
  const isFlagFirst = command === undefined && error.code === 'commander.unknownOption';
  return new RagError('USAGE_INVALID', message, {
    hint: [
      ...suggestion.map((line) => line.replace(/^\((.*)\)$/, '$1').toLowerCase()),
      ...(isFlagFirst ? ['options stand behind the command:  rag index --config offline'] : []),
      `rag ${command ?? ''} --help`.replace('  ', ' '),
    ].join('\n'),
  });
}

function exitCodesText(): string {
  return EXIT_CODES.map(({ code, meaning }) => `${String(code).padStart(3)}  ${meaning}`).join('\n');
}
