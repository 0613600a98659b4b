import { RagError } from '../core/errors.ts';
import type { CommandContext, CommandResult } from './command.ts';
import { parseCommandLine } from './command-line.ts';
import { COMMANDS } from './commands/registry.ts';
import type { Environment } from './config/environment-layer.ts';
import { exitCodeOf } from './exit-codes.ts';
import { errorEnvelope, successEnvelope, type Warning, writeEnvelope } from './output/envelope.ts';
import { formatError } from './output/error.ts';
import { progress } from './output/progress.ts';
import type { Terminal } from './output/terminal.ts';

/** The process around a command, as values. */
export interface Surroundings {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly environment: Environment;
  readonly terminal: Terminal;
  readonly width: number;
  readonly version: string;
  readonly stdin: CommandContext['stdin'];
  readonly stdinBytes: CommandContext['stdinBytes'];
  readonly signal: AbortSignal;
  readonly clock: () => number;
}

/** Runs one command line and says how it went: results on standard output, everything else on standard error. */
export async function runCommandLine(surroundings: Surroundings): Promise<number> {
  const { argv, terminal, signal } = surroundings;
  const json = argv.includes('--json');
  const verbose = argv.includes('--verbose') || argv.includes('-v');
  const quiet = argv.includes('--quiet') || argv.includes('-q');
  /** Since the last result: one question's are not the next one's. */
  let warnings: Warning[] = [];
  const shown = progress({ terminal, verbose, quiet, clock: surroundings.clock });
  let command = '';
  let exitCode = 0;
  const emit = ({ data, text, error = null, ...result }: CommandResult): void => {
    shown.stop();
    const envelope =
      error === null ? successEnvelope(command, data, warnings) : errorEnvelope(command, error, warnings);
    warnings = [];
    terminal.print(json ? writeEnvelope({ ...envelope, data }) : text);
    if (error !== null) terminal.note(formatError(error, terminal.noteStyle, verbose));
    exitCode = error === null ? (result.exitCode ?? exitCode) : exitCodeOf(error);
  };
  try {
    const request = await parseCommandLine(argv, {
      commands: COMMANDS,
      version: surroundings.version,
      width: surroundings.width,
    });
    if (request.type === 'text') {
      terminal.print(request.text);
      return 0;
    }
    command = request.entry.name;
    await request.module.run(request.invocation, {
      ...surroundings,
      verbose,
      emit,
      report: (event) => {
        if (event.type === 'notice' && event.level !== 'info')
          warnings.push({ code: event.code, message: event.message });
        shown.report(event);
      },
    });
    return exitCode;
  } catch (thrown) {
    const error = signal.aborted && !(thrown instanceof RagError) ? signal.reason : thrown;
    shown.stop();
    if (json) terminal.print(writeEnvelope(errorEnvelope(command, error, warnings)));
    terminal.note(formatError(error, terminal.noteStyle, verbose));
    return exitCodeOf(error);
  } finally {
    shown.stop();
  }
}
