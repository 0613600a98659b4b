import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLines } from '../../src/sources/read-lines.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { collect, failureOf, readOptions, sourceFile } from './reading.ts';

const folder = temporaryFolder();

async function linesOf(data: string | Uint8Array, repairs: string[] = []): Promise<string[]> {
  const path = await folder.write('lines.txt', data);
  return (await collect(readLines(sourceFile(path), readOptions(repairs)))).map(({ text }) => text);
}

describe('readLines', () => {
  it('numbers lines from 1 and drops their endings', async () => {
    const path = await folder.write('lines.txt.gz', gzipSync('one\r\n\nt\rwo\n'));

    expect(await collect(readLines(sourceFile(path), readOptions()))).toEqual([
      { text: 'one', number: 1 },
      { text: '', number: 2 },
      { text: 't\rwo', number: 3 },
    ]);
  });

  it('gives nothing for an empty file and the last line without a line feed', async () => {
    expect(await linesOf('')).toEqual([]);
    expect(await linesOf('a\nb')).toEqual(['a', 'b']);
  });

  it('drops one byte order mark at the start only', async () => {
    expect(await linesOf('\ufeffa\n\ufeffb')).toEqual(['a', '\ufeffb']);
  });

  it('replaces bytes that are not UTF-8 and says on which line', async () => {
    const repairs: string[] = [];

    const lines = await linesOf(Buffer.from('ok\nca\xe9!\n\ufffd', 'latin1'), repairs);

    expect(lines).toEqual(['ok', 'ca\ufffd!', '\ufffd']);
    expect(repairs).toEqual(['lines.txt:2', 'lines.txt:3']);
  });

  it('refuses UTF-16', async () => {
    expect(await failureOf(linesOf(Buffer.from('\ufeffa', 'utf16le')))).toEqual({
      code: 'FILE_INVALID',
      message: 'lines.txt is UTF-16, expected UTF-8',
      hint: 'save it as UTF-8, for example:  iconv -f UTF-16 -t UTF-8 lines.txt',
    });
  });

  it('refuses a line that fills the memory', async () => {
    expect(await failureOf(linesOf(Buffer.alloc(65 * 2 ** 20, 'a')))).toEqual({
      code: 'ROW_INVALID',
      message: 'lines.txt:1 has more than 67108864 bytes',
    });
  });

  it('gives the lines of any text, wherever the file is cut into parts', async () => {
    const text = fc.string({ unit: fc.constantFrom('é', '𝒳', 'a'.repeat(30_000), '\n'), maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(text, async (lines) => {
        expect(await linesOf(lines)).toEqual(
          lines
            .replace(/\n$/, '')
            .split('\n')
            .slice(lines === '' ? 1 : 0),
        );
      }),
      { numRuns: 50 },
    );
  });
});
