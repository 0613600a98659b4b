import { decodeText } from './decode-text.ts';
import { documentRow, stemOf } from './document-row.ts';
import { readWhole } from './read-whole.ts';
import type { RawRow, ReadOptions, SourceFile } from './source-file.ts';

/**
 * One row for a whole `.txt` file: `text`, `path` (within what the user named) and `title`, which is the file's name without its
 * ending.
 *
 * @throws RagError FILE_NOT_FOUND, FILE_INVALID
 */
export async function* readText(file: SourceFile, options: ReadOptions): AsyncGenerator<RawRow> {
  yield documentRow(file, { text: await readAll(file, options), title: stemOf(file.key) });
}

/** As `readText`, with the first heading of a Markdown file as its title. */
export async function* readMarkdown(file: SourceFile, options: ReadOptions): AsyncGenerator<RawRow> {
  const text = await readAll(file, options);
  yield documentRow(file, { text, title: /^#{1,6}[ \t]+(.*\S)/m.exec(text)?.[1] ?? stemOf(file.key) });
}

/** The whole text of a UTF-8 file, with line feeds between the lines. */
export async function readAll(file: SourceFile, { signal, onRepair }: ReadOptions): Promise<string> {
  const text = decodeText(await readWhole(file, signal), file, onRepair);
  return text.replaceAll('\r\n', '\n').replace(/\n$/, '');
}
