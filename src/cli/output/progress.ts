import { assertNever } from '../../core/errors.ts';
import type { ProgressEvent, Report } from '../../core/events.ts';
import { printable } from '../../text/printable.ts';
import { barStages } from './progress-bars.ts';
import { lineStages } from './progress-lines.ts';
import type { Terminal } from './terminal.ts';

export interface Progress {
  readonly report: Report;
  /** Clears what is still drawn; called before anything else is printed. */
  stop(): void;
}

export interface ProgressOptions {
  readonly terminal: Terminal;
  readonly verbose: boolean;
  /** Warnings only. */
  readonly quiet: boolean;
  /** Milliseconds from any fixed moment. */
  readonly clock: () => number;
}

/** How the stages of a command are shown while they run. */
export interface Stages {
  start(event: ProgressEvent & { readonly type: 'stage-start' }): void;
  advance(by: number, note: string | undefined): void;
  end(): void;
  /** Writes a line without tearing a bar apart. */
  interrupt(line: string): void;
}

/** Bars on a terminal, plain lines elsewhere, with the same facts. Warnings are shown even when quiet. */
export function progress(options: ProgressOptions): Progress {
  const { terminal, quiet, clock } = options;
  const stages = terminal.barStream === null ? lineStages(terminal, clock) : barStages(terminal, terminal.barStream);
  const report: Report = (event) => {
    const line = lineOf(event, options);
    if (line !== null) stages.interrupt(line);
    if (quiet) return;
    if (event.type === 'stage-start') stages.start(event);
    if (event.type === 'stage-advance') stages.advance(event.by, event.note);
    if (event.type === 'stage-end') stages.end();
  };
  return { report, stop: () => stages.end() };
}

/** Events that are told in words; null for those that only move a stage. */
function lineOf(event: ProgressEvent, { terminal, verbose, quiet }: ProgressOptions): string | null {
  switch (event.type) {
    case 'stage-start':
    case 'stage-advance':
    case 'stage-end':
      return null;
    case 'notice':
      if (event.level === 'info') return quiet ? null : printable(event.message);
      return `${terminal.noteStyle.yellow('warning')} ${event.code}  ${printable(event.message)}`;
    case 'retry':
      return quiet
        ? null
        : `retry ${event.attempt} of ${event.what} in ${seconds(event.waitMs)}: ${printable(event.reason)}`;
    case 'attempt-end':
      return verbose
        ? `attempt ${event.index} round ${event.round}  ${printable(event.exampleId)}  ${event.outcome}${reason(event.error)}`
        : null;
    case 'candidate-end':
      return quiet ? null : `candidate ${event.seed}  ${event.score}`;
    default:
      return assertNever(event);
  }
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

function reason(error: string | null): string {
  return error === null ? '' : `: ${printable(error)}`;
}
