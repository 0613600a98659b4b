import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { makeFolder } from '../temporary-folder.ts';
import { runRag } from './run-rag.ts';

const README = readFileSync(fileURLToPath(new URL('../../README.md', import.meta.url)), 'utf8');

describe("the README's console blocks", () => {
  const folder = makeFolder();
  afterAll(() => folder.remove());

  it.each(sessions())('$ $command', async ({ command, output }) => {
    const { code, stdout } = await runRag(words(command).slice(1), { cwd: folder.path });

    expect(code).toBe(0);
    expect(timeless(stdout)).toBe(timeless(output));
  });
});

/** The commands of all console blocks in order, each with what it is said to print. */
function sessions(): { command: string; output: string }[] {
  const blocks = [...README.matchAll(/```console\n([\s\S]*?)```/g)].map(([, block = '']) => block);
  return blocks.flatMap((block) =>
    block
      .split(/^\$ /m)
      .filter((part) => part !== '')
      .map((part) => {
        const [command = '', ...lines] = part.split('\n');
        return { command, output: lines.join('\n') };
      }),
  );
}

/** Seconds and shares of time differ from run to run. */
function timeless(text: string): string {
  return text
    .replaceAll(/\d+(\.\d+)? (s,|% of it)/g, '- $2')
    .replace(/^(seconds, .*? %) .*$/m, '$1')
    .replace(/^(time +about) .*$/m, '$1')
    .trimEnd();
}

function words(command: string): string[] {
  return [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([whole, quoted]) => quoted ?? whole);
}
