import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsv, readTsv } from '../../src/sources/read-csv.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { failureOf, readWith, valuesWithInvalid } from './reading.ts';

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

    expect(await readWith(readTsv, path)).toEqual([
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

    expect(await failureOf(readWith(readCsv, open))).toEqual({
      code: 'ROW_INVALID',
      message: 'open.csv:3 is not readable as CSV: a quotation mark is not closed',
      hint: 'quote values that hold the separator, a quotation mark or a line break',
    });
    expect(await failureOf(readWith(readCsv, twice))).toEqual({
      code: 'FILE_INVALID',
      message: 'twice.csv:1 names the column "id" twice',
    });
  });

  it('refuses a header that cannot be read', async () => {
    const path = await folder.write('a.csv', 'id,"text\n1,a\n');

    expect(await failureOf(readWith(readCsv, path))).toEqual({
      code: 'FILE_INVALID',
      message: 'a.csv:1 is not readable as CSV: a quotation mark is not closed',
    });
  });

  it('goes on behind a bad line, where that is allowed, and loses no other', async () => {
    const lines = ['id,text', '1,"a', 'b"', '2,"c', '3,d', '4,"e"', '5', '6,"f" g', '7,h "i" j', '8,k', '9,"l', '10,m'];
    const path = await folder.write('a.csv', lines.join('\n'));

    expect(await valuesWithInvalid(readCsv, path)).toEqual([
      { id: '1', text: 'a\nb' },
      'ROW_INVALID a.csv:4 is not readable as CSV: text follows a closing quotation mark',
      { id: '3', text: 'd' },
      { id: '4', text: 'e' },
      'ROW_INVALID a.csv:7 has 1 values, the header 2 columns',
      'ROW_INVALID a.csv:8 is not readable as CSV: text follows a closing quotation mark',
      'ROW_INVALID a.csv:9 is not readable as CSV: a quotation mark stands within a value that does not begin with one',
      { id: '8', text: 'k' },
      'ROW_INVALID a.csv:11 is not readable as CSV: a quotation mark is not closed',
      { id: '10', text: 'm' },
    ]);
  });

  it('reads what Python and spreadsheets write, whatever the values hold', async () => {
    const text = fc.string({ unit: fc.constantFrom('"', ',', '\n', '\t', 'a', ' '), maxLength: 8 });
    const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(text, text), { maxLength: 5 }),
        fc.constantFrom(',', '\t'),
        async (rows, by) => {
          const name = by === ',' ? 'a.csv' : 'a.tsv';
          const lines = [['a', 'b'], ...rows].map((values) => `${values.map(quoted).join(by)}\r\n`);
          const path = await folder.write(name, lines.join(''));
          const read = await readWith(by === ',' ? readCsv : readTsv, path);

          expect(read.map(({ value }) => value)).toEqual(rows.map(([a, b]) => ({ a, b })));
        },
      ),
    );
  });

  it('tells of a missing file', async () => {
    expect(await failureOf(readWith(readCsv, `${folder.path}/none.csv`))).toEqual({
      code: 'FILE_NOT_FOUND',
      message: 'there is no file none.csv',
    });
  });
});
