import { readLines } from './read-lines.ts';
import type { RawRow, ReadOptions, SourceFile } from './source-file.ts';

/**
 * One row for a whole `.txt` or `.md` file: `text`, `path` (within what the user named) and `title`, which is the first
 * Markdown heading or else the file's name without its ending.
 */
export async function* readText(file: SourceFile, options: ReadOptions): AsyncGenerator<RawRow> {
  const text = await readAll(file, options);
  yield { value: { text, path: file.key, title: headingOf(file, text) ?? stemOf(file.key) }, origin: file.name };
}

/** The whole text of a file, read as `readLines` reads it, with line feeds between the lines. */
export async function readAll(file: SourceFile, options: ReadOptions): Promise<string> {
  const lines: string[] = [];
  for await (const { text } of readLines(file, options)) lines.push(text);
  return lines.join('\n');
}

function headingOf(file: SourceFile, text: string): string | null {
  if (!/\.md(\.gz)?$/i.test(file.name)) return null;
  return /^#{1,6}[ \t]+(.*\S)/m.exec(text)?.[1] ?? null;
}

function stemOf(key: string): string {
  const name = key.slice(key.lastIndexOf('/') + 1);
  return name.replace(/(?<=.)\.[^.]+(\.gz)?$/i, '');
}
