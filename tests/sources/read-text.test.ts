import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readText } from '../../src/sources/read-text.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { readWith } from './reading.ts';

const folder = temporaryFolder();

describe('readText', () => {
  it('titles a Markdown file by its first heading', async () => {
    const path = await folder.write('a.md', 'Intro\r\n\r\n##  The Lind  \r\nText\r\n# Later\r\n');

    expect(await readWith(readText, path)).toEqual([
      { value: { text: 'Intro\n\n##  The Lind  \nText\n# Later', path: 'a.md', title: 'The Lind' }, origin: 'a.md' },
    ]);
  });

  it('titles other files by their name', async () => {
    const plain = await folder.write('river lind.txt', '# no heading here');
    const packed = await folder.write('v1.2.notes.md.gz', gzipSync('text'));

    expect((await readWith(readText, plain))[0]?.value).toEqual({
      text: '# no heading here',
      path: 'river lind.txt',
      title: 'river lind',
    });
    expect((await readWith(readText, packed))[0]?.value).toEqual({
      text: 'text',
      path: 'v1.2.notes.md.gz',
      title: 'v1.2.notes',
    });
  });
});
