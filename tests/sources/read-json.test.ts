import { truncate } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { readJson } from '../../src/sources/read-json.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { failureOf, readWith } from './reading.ts';

const folder = temporaryFolder();

describe('readJson', () => {
  it('gives the items of a list', async () => {
    const path = await folder.write('a.json', '\ufeff[\r\n{"id": 1},\r\n{"id": 2}]');

    expect(await readWith(readJson, path)).toEqual([
      { value: { id: 1 }, origin: 'a.json row 0' },
      { value: { id: 2 }, origin: 'a.json row 1' },
    ]);
  });

  it('gives the items of the list under data', async () => {
    const path = await folder.write('a.json', '{"version": "1.1", "data": [{"id": 1}]}');

    expect(await readWith(readJson, path)).toEqual([{ value: { id: 1 }, origin: 'a.json row 0' }]);
  });

  it.each([
    ['{"rows": []}', 'a.json holds no list of objects', 'expected [{…}, …] or {"data": [{…}, …]}'],
    ['null', 'a.json holds no list of objects', 'expected [{…}, …] or {"data": [{…}, …]}'],
    [
      '{"id": 1}\n{"id": 2}',
      'a.json is not JSON: expected the end of the text, found "{" at line 2, column 1',
      'a file with one object per line must be named .jsonl',
    ],
  ])('refuses %s', async (text, message, hint) => {
    const path = await folder.write('a.json', text);

    expect(await failureOf(readWith(readJson, path))).toEqual({ code: 'FILE_INVALID', message, hint });
  });

  it('refuses a file too large for one text', async () => {
    const path = await folder.write('a.json', '[');
    await truncate(path, 300 * 2 ** 20);

    expect(await failureOf(readWith(readJson, path))).toEqual({
      code: 'FILE_INVALID',
      message: 'a.json has more than 268435456 bytes, too many for a .json file',
      hint: 'cut it, or write one object per line and name it .jsonl',
    });
  });
});
