import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseCommandLine } from '../../src/cli/command-line.ts';
import { COMMANDS } from '../../src/cli/commands/registry.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

describe('every command that is written down', () => {
  it.each(documentedCommands())('parses: $command ($file)', async ({ command }) => {
    const request = await parseCommandLine(words(command).slice(1), { commands: COMMANDS, version: '0', width: 80 });

    expect(request.type === 'command' || request.text !== '').toBe(true);
  });

  it('is found at all', () => {
    expect(documentedCommands().length).toBeGreaterThan(20);
  });
});

interface Written {
  readonly file: string;
  readonly command: string;
}

/** `$ rag …` and `rag …` lines of the pages, and what hints in the sources tell people to type. */
function documentedCommands(): Written[] {
  const pages = ['README.md', ...filesBelow('docs', '.md')].flatMap((file) =>
    fenced(readFileSync(join(ROOT, file), 'utf8')).flatMap((line) =>
      matches(/^(?:\$ )?(?:\w+=\S+ )*(?:npx )?(rag [^#|&>]+)/g, line, file),
    ),
  );
  const hints = filesBelow('src', '.ts').flatMap((file) =>
    matches(
      /(?<=["'`: n(])(rag (?:index|compile|eval|run|config|help|show|search|report|data|lint|diff|prompt)\b[^'"`\\)\n;]*(?:"[^"\n]*"[^'"`\\)\n;]*)*)/g,
      hintsOf(readFileSync(join(ROOT, file), 'utf8')),
      file,
    ),
  );
  return [...pages, ...hints].map(({ file, command }) => ({
    file,
    command: command
      .trim()
      .replaceAll(/\$\{[^}]*\}/g, '1')
      .replace(/ {2,}.*$/, ''),
  }));
}

function hintsOf(text: string): string {
  return text
    .split('\n')
    .filter((line) => /hint|'rag |`rag |: {2}rag /.test(line) && !/^\s*(\*|\/\/|\/\*)/.test(line))
    .join('\n');
}

/** The lines of a page's code blocks. */
function fenced(page: string): string[] {
  return page
    .split('```')
    .filter((_part, index) => index % 2 === 1)
    .flatMap((block) => block.split('\n').slice(1));
}

function matches(pattern: RegExp, text: string, file: string): Written[] {
  return [...text.matchAll(pattern)].map((match) => ({ file, command: match[1] ?? '' }));
}

function filesBelow(folder: string, ending: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(ending))
    .map((path) => `${folder}/${path}`);
}

/** As a shell splits words, with single and double quotes. */
function words(command: string): string[] {
  return [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([whole, double, single]) => double ?? single ?? whole,
  );
}
