import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The command-line tests start `bin/rag.js`, which runs the build: it must be the build of these sources. */
export default function setup(): void {
  execFileSync('npm', ['run', '--silent', 'build:code'], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    stdio: 'inherit',
  });
}
