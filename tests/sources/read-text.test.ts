import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readMarkdown, readText } from '../../src/sources/read-text.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { failureOf, readWith } from './reading.ts';
import { zstdFrame } from './zstd-frame.ts';

const folder = temporaryFolder();

describe('readMarkdown', () => {
  it('titles a Markdown file by its first heading', async () => {
    const path = await folder.write('a.md', 'Intro\r\n\r\n##  The Lind  \r\nText\r\n# Later\r\n');

    expect(await readWith(readMarkdown, path)).toEqual([
      {
        value: { text: 'Intro\n\n##  The Lind  \nText\n# Later', path: 'a.md', title: 'The Lind' },
        origin: 'a.md',
        about: ['path', 'title'],
      },
    ]);
  });
});

describe('readText', () => {
  it('titles a file by its name', async () => {
    const plain = await folder.write('river lind.txt', '# no heading here');
    const packed = await folder.write('v1.2.notes.txt.gz', gzipSync('text'));

    expect((await readWith(readText, plain))[0]?.value).toEqual({
      text: '# no heading here',
      path: 'river lind.txt',
      title: 'river lind',
    });
    expect((await readWith(readText, packed))[0]?.value).toEqual({
      text: 'text',
      path: 'v1.2.notes.txt.gz',
      title: 'v1.2.notes',
    });
  });

  it('reads what is packed with zstd', async () => {
    const path = await folder.write('a.txt.zst', zstdFrame('The Lind rises in the west.\n'));

    expect((await readWith(readText, path))[0]?.value).toMatchObject({ text: 'The Lind rises in the west.' });
  });

  it('says where bytes are not UTF-8', async () => {
    const repairs: string[] = [];
    const path = await folder.write('a.txt', Buffer.from('one\ncaf\xe9\nthree\n\xe9 four', 'latin1'));

    expect((await readWith(readText, path, repairs))[0]?.value).toMatchObject({
      text: 'one\ncaf\ufffd\nthree\n\ufffd four',
    });
    expect(repairs).toEqual(['a.txt:2', 'a.txt:4']);
  });

  it.each([
    ['picture.txt', randomBytes(), 'is not UTF-8 text: 55 % of its beginning is unreadable'],
    [
      'russian.txt',
      Buffer.from('\xcf\xf0\xe8\xe2\xe5\xf2, \xec\xe8\xf0', 'latin1'),
      'is not UTF-8 text: 82 % of its beginning is unreadable',
    ],
    ['zeros.txt', Buffer.alloc(100), 'is not UTF-8 text: 100 % of its beginning is unreadable'],
  ])('refuses %s', async (name, bytes, message) => {
    const path = await folder.write(name, bytes);

    expect(await failureOf(readWith(readText, path))).toEqual({
      code: 'FILE_INVALID',
      message: `${name} ${message}`,
      hint: `if it is text in another encoding, convert it, for example:  iconv -f WINDOWS-1251 -t UTF-8 ${name}`,
    });
  });

  it('takes Latin-1 text of Western Europe for text', async () => {
    const path = await folder.write(
      'a.txt',
      Buffer.from('\xdcber f\xfcnf gr\xfcne H\xfcgel z\xf6gen die G\xe4nse, hie\xdf es fr\xfcher.', 'latin1'),
    );

    expect(await readWith(readText, path)).toHaveLength(1);
  });
});

/** Bytes without any order, the same every time. */
function randomBytes(): Buffer {
  let state = 1;
  return Buffer.from(
    Array.from({ length: 4096 }, () => {
      state = (state * 1103515245 + 12345) % 2 ** 31;
      return state >> 16;
    }),
  );
}
