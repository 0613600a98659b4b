import { describe, expect, it } from 'vitest';
import { readCsv } from '../../src/sources/read-csv.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { failureOf, readWith } from './reading.ts';

const folder = temporaryFolder();

describe('readCsv', () => {
  it('reads quoted values over several lines and names the line a row starts on', async () => {
    const path = await folder.write('a.csv', '\ufeffid,text\r\n1,"a, ""b""\r\nc"\r\n\r\n2,\r\n3,é\r\n');

    expect(await readWith(readCsv, path)).toEqual([
      { value: { id: '1', text: 'a, "b"\nc' }, origin: 'a.csv:2' },
      { value: { id: '2', text: '' }, origin: 'a.csv:5' },
      { value: { id: '3', text: 'é' }, origin: 'a.csv:6' },
    ]);
  });

  it('separates .tsv by tabs and takes quotation marks within values as they are', async () => {
    const path = await folder.write('a.tsv', 'id\ttext\n1\ta 5" disk, "so called"\n');

    expect(await readWith(readCsv, path)).toEqual([
      { value: { id: '1', text: 'a 5" disk, "so called"' }, origin: 'a.tsv:2' },
    ]);
  });

  it('gives nothing for a file with a header only, or nothing at all', async () => {
    expect(await readWith(readCsv, await folder.write('a.csv', 'id,text\n'))).toEqual([]);
    expect(await readWith(readCsv, await folder.write('b.csv', ''))).toEqual([]);
  });

  it('names a column called like a method', async () => {
    const path = await folder.write('a.csv', 'constructor,toString\n1,2\n');

    expect(await readWith(readCsv, path)).toEqual([{ value: { constructor: '1', toString: '2' }, origin: 'a.csv:2' }]);
  });

  it('names the line with too few or too many values', async () => {
    const few = await folder.write('few.csv', 'id,text\n1,a\n2\n');
    const many = await folder.write('many.csv', 'id,text\n1,a,b\n');

    expect(await failureOf(readWith(readCsv, few))).toEqual({
      code: 'ROW_INVALID',
      message: 'few.csv:3 has 1 values, the header 2 columns',
      hint: 'quote values that hold the separator, a quotation mark or a line break',
    });
    expect(await failureOf(readWith(readCsv, many))).toEqual({
      code: 'ROW_INVALID',
      message: 'many.csv:2 has 3 values, the header 2 columns',
      hint: 'quote values that hold the separator, a quotation mark or a line break',
    });
  });

  it('names the line of a quotation mark that is not closed, and a column named twice', async () => {
    const open = await folder.write('open.csv', 'id,text\n1,a\n2,"b\n');
    const twice = await folder.write('twice.csv', 'id,id\n1,a\n');

    expect(await failureOf(readWith(readCsv, open))).toMatchInlineSnapshot(`
      {
        "code": "FILE_INVALID",
        "message": "open.csv:3 is not readable as CSV: Quote Not Closed: the parsing is finished with an opening quote at line 3",
      }
    `);
    expect(await failureOf(readWith(readCsv, twice))).toEqual({
      code: 'FILE_INVALID',
      message: 'twice.csv:1 names the column "id" twice',
    });
  });

  it('tells of a missing file', async () => {
    expect(await failureOf(readWith(readCsv, `${folder.path}/none.csv`))).toEqual({
      code: 'FILE_NOT_FOUND',
      message: 'there is no file none.csv',
    });
  });
});
