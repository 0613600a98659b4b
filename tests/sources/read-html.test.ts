import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readHtml } from '../../src/sources/read-html.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { failureOf, readWith } from './reading.ts';

const folder = temporaryFolder();

describe('readHtml', () => {
  it('gives one row for a page', async () => {
    const path = await folder.write('a.html.gz', gzipSync('<title>Lind</title><p>The Lind rises.'));

    expect(await readWith(readHtml, path)).toEqual([
      {
        value: { text: 'The Lind rises.', path: 'a.html.gz', title: 'Lind' },
        origin: 'a.html.gz',
        about: ['path', 'title'],
      },
    ]);
  });

  it('is known by its file where it has no title', async () => {
    const path = await folder.write('river-lind.html', '<p>text');

    expect(await readWith(readHtml, path)).toMatchObject([{ value: { title: 'river-lind' } }]);
  });

  it.each([
    ['UTF-8 without a word', Buffer.from('<p>Süß €')],
    ['UTF-8 by its mark', Buffer.from('\ufeff<meta charset=latin1><p>Süß €')],
    ['UTF-16 by its mark', Buffer.from('\ufeff<p>Süß €', 'utf16le')],
    ['what it declares', Buffer.from('<meta charset="iso-8859-15"><p>S\xfc\xdf \xa4', 'latin1')],
    [
      'what it declares at length',
      Buffer.from(
        '<META http-equiv=Content-Type content="text/html; charset=windows-1252"><p>S\xfc\xdf \x80',
        'latin1',
      ),
    ],
    ['what XML declares', Buffer.from('<?xml version="1.0" encoding="windows-1252"?><p>S\xfc\xdf \x80', 'latin1')],
    ['Windows-1252 when nothing else fits', Buffer.from('<p>S\xfc\xdf \x80', 'latin1')],
  ])('reads %s', async (_, bytes) => {
    const repairs: string[] = [];
    const path = await folder.write('a.html', bytes);

    expect(await readWith(readHtml, path, repairs)).toMatchObject([{ value: { text: 'Süß €' } }]);
    expect(repairs).toEqual([]);
  });

  it('reports bytes that are not what is declared', async () => {
    const repairs: string[] = [];
    const path = await folder.write('a.html', Buffer.from('<meta charset=utf-8><p>S\xfc\xdf', 'latin1'));

    expect(await readWith(readHtml, path, repairs)).toMatchObject([{ value: { text: 'S\ufffd\ufffd' } }]);
    expect(repairs).toEqual(['a.html']);
  });

  it('refuses an encoding nobody knows, and depth that nobody writes', async () => {
    const unknown = await folder.write('unknown.html', '<meta charset="klingon"><p>text');
    const deep = await folder.write('deep.html', '<div>'.repeat(5000));

    expect(await failureOf(readWith(readHtml, unknown))).toEqual({
      code: 'FILE_INVALID',
      message: 'unknown.html declares the encoding "klingon", which is not known',
    });
    expect(await failureOf(readWith(readHtml, deep))).toEqual({
      code: 'FILE_INVALID',
      message: 'deep.html cannot be read: elements are nested more than 2000 deep',
    });
  });
});
