import { isUtf8 } from 'node:buffer';
import { RagError } from '../core/errors.ts';
import { documentRow, stemOf } from './document-row.ts';
import { htmlText } from './html-text.ts';
import { readWhole } from './read-whole.ts';
import type { RawRow, ReadOptions, SourceFile } from './source-file.ts';

/**
 * One row for a web page: `text` (its main text), `path` and `title` (else its first heading, else the file's name).
 *
 * The encoding is what its byte order mark or a `meta` says; else UTF-8 where that fits, else Windows-1252, as browsers do.
 *
 * @throws RagError FILE_NOT_FOUND, FILE_INVALID
 */
export async function* readHtml(file: SourceFile, { signal, onRepair }: ReadOptions): AsyncGenerator<RawRow> {
  const bytes = await readWhole(file, signal);
  const html = decodedBy(encodingOf(bytes), bytes, file);
  if (html.includes('\ufffd')) onRepair(file.name);
  const { title, text } = mainText(html, file);
  yield documentRow(file, { text, title: title ?? stemOf(file.key) });
}

const MARKS: readonly (readonly [mark: string, encoding: string])[] = [
  ['\xef\xbb\xbf', 'utf-8'],
  ['\xff\xfe', 'utf-16le'],
  ['\xfe\xff', 'utf-16be'],
];

/** Browsers look for a declaration in the first kilobyte, too. */
const DECLARATION = /<(?:meta\b[^>]*?\bcharset|\?xml\b[^>]*?\bencoding)\s*=\s*["']?\s*([\w.:-]+)/i;

function encodingOf(bytes: Buffer): string {
  const start = bytes.subarray(0, 1024).toString('latin1');
  const marked = MARKS.find(([mark]) => start.startsWith(mark))?.[1];
  const [, declared] = DECLARATION.exec(start) ?? [];
  return marked ?? declared ?? (isUtf8(bytes) ? 'utf-8' : 'windows-1252');
}

function decodedBy(encoding: string, bytes: Buffer, { name }: SourceFile): string {
  try {
    const decoder = new TextDecoder(encoding);
    const text = decoder.decode(bytes);
    return decoder.encoding === 'windows-1252' ? text.replaceAll(/[\u{80}-\u{9f}]/gu, fromWindows1252) : text;
  } catch (cause) {
    throw new RagError('FILE_INVALID', `${name} declares the encoding "${encoding}", which is not known`, {
      cause,
      details: { file: name, encoding },
    });
  }
}

/** Node 20 decodes Windows-1252 as Latin-1, which has control characters where this has letters and quotation marks. */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

function fromWindows1252(control: string): string {
  return WINDOWS_1252[control.charCodeAt(0) - 0x80] ?? control;
}

function mainText(html: string, { name }: SourceFile) {
  try {
    return htmlText(html);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new RagError('FILE_INVALID', `${name} cannot be read: ${reason}`, { cause, details: { file: name } });
  }
}
