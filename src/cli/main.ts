import { setMaxListeners } from 'node:events';
import { createInterface } from 'node:readline';
import { RagError } from '../core/errors.ts';
import { exitCodeOf } from './exit-codes.ts';
import { terminal } from './output/terminal.ts';
import { packageVersion } from './package-root.ts';
import { runCommandLine } from './run-command.ts';

// All calls in flight listen to one signal, which Node 20 takes for a leak, and says so, when they are more than ten. Not 0, which
// means the same: Node 20 then knows no limit of a signal, and undici's fetch, which asks for it, throws.
setMaxListeners(Number.POSITIVE_INFINITY);

const interruption = new AbortController();

process.on('SIGINT', () => interrupt('SIGINT'));
process.on('SIGTERM', () => interrupt('SIGTERM'));
process.stdout.on('error', stdoutFailed);

const exitCode = await runCommandLine({
  argv: process.argv.slice(2),
  cwd: process.cwd(),
  environment: process.env,
  terminal: terminal({ stdout: process.stdout, stderr: process.stderr, environment: process.env }),
  width: process.stdout.columns ?? 100,
  version: packageVersion(),
  stdin: () => (process.stdin.isTTY ? null : standardInputLines()),
  stdinBytes: () => (process.stdin.isTTY ? null : process.stdin),
  signal: interruption.signal,
  clock: () => performance.now(),
});
// Idle sockets to servers would keep the process alive; what was printed must still reach a slow reader.
process.stdout.write('', () => process.exit(exitCode));

/** Opened when the first line is asked for: an interface nobody listens to loses its lines. */
async function* standardInputLines(): AsyncIterable<string> {
  yield* createInterface({ input: process.stdin });
}

/** The first signal lets the command stop in order, the second ends the process at once. */
function interrupt(signal: 'SIGINT' | 'SIGTERM'): void {
  const hint = 'everything confirmed so far is kept; run the same command again to go on';
  const reason = new RagError('INTERRUPTED', `interrupted by ${signal}`, { hint, details: { signal } });
  if (interruption.signal.aborted) process.exit(exitCodeOf(reason));
  interruption.abort(reason);
}

/** `rag … | head` closes standard output early: nobody is left to tell, and nothing is wrong. */
function stdoutFailed(error: NodeJS.ErrnoException): void {
  process.exit(error.code === 'EPIPE' ? 0 : 1);
}
