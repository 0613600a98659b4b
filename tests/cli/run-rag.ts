import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../bin/rag.js', import.meta.url));

export interface RagOptions {
  readonly cwd: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** For standard input; it is closed at once when left out. */
  readonly stdin?: string | Uint8Array;
  /** Called with the running process's id, for tests that send signals. */
  readonly onStart?: (pid: number) => void;
}

export interface RagResult {
  /** Null when a signal ended the process. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `rag` as a user would, with nothing of this machine's settings in its environment. */
export async function runRag(args: readonly string[], options: RagOptions): Promise<RagResult> {
  const { cwd, environment = {}, stdin = '', onStart } = options;
  const child = spawn(process.execPath, [BIN, ...args], {
    cwd,
    env: { PATH: process.env.PATH, HOME: cwd, HF_HOME: join(cwd, 'hf'), ...environment },
  });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (part: Buffer) => stdout.push(part));
  child.stderr.on('data', (part: Buffer) => stderr.push(part));
  // The command may end without reading its input.
  child.stdin.on('error', () => {});
  child.stdin.end(stdin);
  if (child.pid !== undefined) onStart?.(child.pid);
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, stdout: Buffer.concat(stdout).toString('utf8'), stderr: Buffer.concat(stderr).toString('utf8') };
}
