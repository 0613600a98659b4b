import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { build, type Plugin } from 'esbuild';

/** Compiles a script of the tests into one file at `outfile`, which any Node can run; packages stay where they are installed. */
export async function compileScript(entry: URL, outfile: string): Promise<void> {
  await build({
    entryPoints: [entry.pathname],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    logLevel: 'silent',
    plugins: [packagesByUrl],
  });
}

/** A file outside the project could not find packages by their names. */
const packagesByUrl: Plugin = {
  name: 'packages-by-url',
  setup: ({ onResolve }) => {
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
      if (kind === 'entry-point' || path.startsWith('node:')) return null;
      return { path: import.meta.resolve(path), external: true };
    });
  },
};

export interface Script {
  readonly process: ChildProcessWithoutNullStreams;
  /** Whole lines of its standard output so far. */
  readonly lines: readonly string[];
  /** Resolves when there are that many lines. @throws when the script ends before */
  waitForLines(count: number): Promise<void>;
  /** Its exit code, or the signal that killed it. */
  readonly ended: Promise<number | string>;
}

/** Starts a compiled script in a process of its own. */
export function startScript(file: string, args: readonly string[], options: { readonly uid?: number } = {}): Script {
  const child = spawn(process.execPath, [file, ...args], options);
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  let rest = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    const [last = '', ...whole] = (rest + part).split('\n').reverse();
    rest = last;
    lines.push(...whole.reverse());
    for (const check of waiting) check();
  });
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    errors += part;
  });
  const ended = new Promise<number | string>((resolve) => {
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown'));
  });
  const waitForLines = (count: number) =>
    new Promise<void>((resolve, reject) => {
      const check = () => {
        if (lines.length < count) return;
        waiting.delete(check);
        resolve();
      };
      waiting.add(check);
      check();
      ended.then((how) => reject(new Error(`the script ended (${how}) after ${lines.length} lines: ${errors}`)));
    });
  return { process: child, lines, waitForLines, ended };
}
