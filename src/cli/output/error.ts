import type { ChalkInstance } from 'chalk';
import { RagError } from '../../core/errors.ts';
import { printable } from '../../text/printable.ts';

/** An error as people read it: code and sentence, then what to type next. Only a bug shows its stack. */
export function formatError(error: unknown, style: ChalkInstance, verbose: boolean): string {
  if (!(error instanceof RagError)) return formatBug('UNEXPECTED', error, style);
  if (error.kind === 'bug') return formatBug(error.code, error, style);
  const lines = [heading(error.code, error.message, style), ...hintLines(error.hint, style)];
  return [...lines, ...(verbose ? causeLines(error) : [])].join('\n');
}

function heading(code: string, message: string, style: ChalkInstance): string {
  return `${style.red('error')} ${style.bold(code)}  ${printable(message)}`;
}

function hintLines(hint: string | undefined, style: ChalkInstance): string[] {
  if (hint === undefined) return [];
  const [first = '', ...rest] = hint.split('\n').map(printable);
  return [`  ${style.cyan('hint')}   ${first}`, ...rest.map((line) => `         ${line}`)];
}

function formatBug(code: string, error: unknown, style: ChalkInstance): string {
  const stack = error instanceof Error && error.stack !== undefined ? [printable(error.stack)] : [];
  const report = '  this is a bug in rag: please report it with the lines above';
  return [heading(code, error instanceof Error ? error.message : String(error), style), ...stack, report].join('\n');
}

function causeLines({ cause }: Error): string[] {
  if (cause === undefined) return [];
  return [`  cause  ${printable(String(cause))}`, ...(cause instanceof Error ? causeLines(cause) : [])];
}
