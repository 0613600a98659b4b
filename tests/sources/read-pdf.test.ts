import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readPdf } from '../../src/sources/read-pdf.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { failureOf, readWith, valuesWithInvalid } from './reading.ts';

const folder = temporaryFolder();

function fixture(name: string): string {
  return fileURLToPath(new URL(`../fixtures/pdf/${name}`, import.meta.url));
}

describe('readPdf', () => {
  it('gives a row per page, with the title of the document and the number of the page', async () => {
    const page = { path: 'river.pdf', title: 'Rivers of Corva' };
    const about = ['path', 'title', 'page'];

    expect(await readWith(readPdf, fixture('river.pdf'))).toEqual([
      {
        value: {
          id: 'river.pdf#page=1',
          text: 'The River Lind\nThe Lind rises in the hills of Corva\nand flows west to Port Ellery.',
          ...page,
          page: 1,
        },
        origin: 'river.pdf page 1',
        about,
      },
      {
        value: {
          id: 'river.pdf#page=2',
          text: 'Süße Flüsse – 100 €\nThe second page has letters beyond ASCII.',
          ...page,
          page: 2,
        },
        origin: 'river.pdf page 2',
        about,
      },
      { value: { id: 'river.pdf#page=3', text: '', ...page, page: 3 }, origin: 'river.pdf page 3', about },
      {
        value: { id: 'river.pdf#page=4', text: 'The last page.', ...page, page: 4 },
        origin: 'river.pdf page 4',
        about,
      },
    ]);
  });

  it('is known by its file where it has no title, and needs no password that is empty', async () => {
    expect(await readWith(readPdf, fixture('untitled.pdf'))).toMatchObject([{ value: { title: 'untitled' } }]);
    expect(await readWith(readPdf, fixture('restricted.pdf'))).toMatchObject([{ value: { title: 'restricted' } }]);
  });

  it('takes a document without text for one row that cannot be read', async () => {
    expect(await valuesWithInvalid(readPdf, fixture('scan.pdf'))).toEqual([
      'ROW_INVALID scan.pdf has no text on its 2 pages, only pictures at most',
    ]);
  });

  it('refuses an encrypted one', async () => {
    expect(await failureOf(readWith(readPdf, fixture('locked.pdf')))).toEqual({
      code: 'FILE_INVALID',
      message: 'locked.pdf is encrypted and needs a password',
      hint: 'save it without one, for example:  qpdf --decrypt --password=… locked.pdf readable.pdf',
    });
  });

  it('refuses a damaged one', async () => {
    const whole = await readFile(fixture('river.pdf'));
    const path = await folder.write('cut.pdf', whole.subarray(0, 300));

    expect(await failureOf(readWith(readPdf, path))).toEqual({
      code: 'FILE_INVALID',
      message: 'cut.pdf is not a readable PDF: Invalid PDF structure.',
    });
  });
});
