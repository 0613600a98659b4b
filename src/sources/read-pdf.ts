import type { getDocumentProxy as openPdf } from 'unpdf';
import { interrupted, RagError } from '../core/errors.ts';
import { documentRow, stemOf } from './document-row.ts';
import { readWhole } from './read-whole.ts';
import type { RawRow, ReadOptions, SourceFile } from './source-file.ts';

/**
 * One row per page of a PDF: `text`, `path`, `title` (the document's own, else the file's name), `page` (from 1) and an `id` of
 * path and page. Nothing is loaded, run or drawn.
 *
 * A page that cannot be read is an invalid row, and so is a document without any text, as scans are.
 *
 * @throws RagError FILE_NOT_FOUND, FILE_INVALID (damaged, encrypted)
 */
export async function* readPdf(file: SourceFile, options: ReadOptions): AsyncGenerator<RawRow> {
  const { signal, onInvalid } = options;
  const pdf = await opened(file, await readWhole(file, signal));
  try {
    const title = (await titleOf(pdf)) ?? stemOf(file.key);
    const blank: RawRow[] = [];
    let hasText = false;
    for (let page = 1; page <= pdf.numPages; page += 1) {
      if (signal.aborted) throw interrupted(signal);
      const text = await textOf(pdf, page, file);
      hasText ||= text instanceof RagError || text !== '';
      if (hasText) yield* blank.splice(0);
      if (text instanceof RagError) onInvalid(text);
      else if (hasText) yield documentRow(file, { text, title, page });
      else blank.push(documentRow(file, { text, title, page }));
    }
    if (!hasText) onInvalid(withoutText(file, pdf.numPages));
  } finally {
    await pdf.destroy();
  }
}

type Pdf = Awaited<ReturnType<typeof openPdf>>;

async function opened({ name }: SourceFile, bytes: Buffer): Promise<Pdf> {
  const { getDocumentProxy } = await import('unpdf');
  try {
    return await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0, isEvalSupported: false, maxImageSize: 0 });
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'PasswordException') {
      throw new RagError('FILE_INVALID', `${name} is encrypted and needs a password`, {
        cause,
        hint: `save it without one, for example:  qpdf --decrypt --password=… ${name} readable.pdf`,
        details: { file: name },
      });
    }
    throw new RagError('FILE_INVALID', `${name} is not a readable PDF: ${reasonOf(cause)}`, {
      cause,
      details: { file: name },
    });
  }
}

async function titleOf(pdf: Pdf): Promise<string | null> {
  const title: unknown = await pdf.getMetadata().then(
    ({ info }) => ('Title' in info ? info.Title : null),
    // A document whose properties are damaged is known by its name.
    () => null,
  );
  // Programs that are told no title write one nevertheless.
  return typeof title === 'string' && !/^\s*(untitled\s*)?$/i.test(title) ? title.trim() : null;
}

async function textOf(pdf: Pdf, number: number, { name }: SourceFile): Promise<string | RagError> {
  try {
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent();
    page.cleanup();
    return items
      .map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : ''))
      .join('')
      .trim();
  } catch (cause) {
    const origin = `${name} page ${number}`;
    return new RagError('ROW_INVALID', `${origin} cannot be read: ${reasonOf(cause)}`, { cause, details: { origin } });
  }
}

function withoutText({ name }: SourceFile, pages: number): RagError {
  return new RagError('ROW_INVALID', `${name} has no text on its ${pages} pages, only pictures at most`, {
    hint: `recognize its text first, for example:  ocrmypdf ${name} with-text.pdf`,
    details: { origin: name, pages },
  });
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
