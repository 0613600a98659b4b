import type { Command } from 'commander';
import type { RagError } from '../core/errors.ts';
import type { Report } from '../core/events.ts';
import type { Environment } from './config/environment-layer.ts';
import type { Terminal } from './output/terminal.ts';
import type { UnusedFlagsByAction } from './unused-flags.ts';

/** What a command is handed: the outside world, already opened. */
export interface CommandContext {
  readonly cwd: string;
  readonly environment: Environment;
  readonly terminal: Terminal;
  /** Lines of standard input, or null when it is a terminal. */
  readonly stdin: () => AsyncIterable<string> | null;
  /** The same as bytes; only one of the two may be asked for. */
  readonly stdinBytes: () => AsyncIterable<Uint8Array> | null;
  readonly report: Report;
  /** Prints a result at once: its text, or with `--json` its envelope. */
  readonly emit: (result: CommandResult) => void;
  readonly signal: AbortSignal;
  readonly verbose: boolean;
  /** Milliseconds from any fixed moment. */
  readonly clock: () => number;
}

export interface CommandResult {
  /** The `data` of the `--json` envelope. */
  readonly data: unknown;
  /** What people read on standard output. */
  readonly text: string;
  /** 0 when left out. */
  readonly exitCode?: number;
  /** What went wrong all the same: printed after the result, and decides the exit code. */
  readonly error?: RagError | null;
}

/** A parsed command line: options by their camelCase names, as commander gives them. */
export interface Invocation {
  readonly arguments: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
}

export interface CommandModule {
  /** Adds arguments and options; `--config`, `--set`, `--json` and the like are there already. */
  configure(command: Command): void;
  /** Left out by a command that uses all its flags whatever its arguments are. */
  readonly unusedFlags?: UnusedFlagsByAction;
  run(invocation: Invocation, context: CommandContext): Promise<void>;
}

/** A line of the command table; the module is loaded when the command is used, or its help shown. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<CommandModule>;
}
