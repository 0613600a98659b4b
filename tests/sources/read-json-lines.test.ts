import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { PythonFloat } from '../../src/python/float.ts';
import { readJsonLines } from '../../src/sources/read-json-lines.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { failureOf, readWith, valuesWithInvalid } from './reading.ts';

const folder = temporaryFolder();

describe('readJsonLines', () => {
  it('gives one value per line, with the line it is on', async () => {
    const path = await folder.write('a.jsonl', '\ufeff{"id": 1}\r\n\r\n{"id": 2, "text": "ä"}\r\n');

    expect(await readWith(readJsonLines, path)).toEqual([
      { value: { id: 1 }, origin: 'a.jsonl:1' },
      { value: { id: 2, text: 'ä' }, origin: 'a.jsonl:3' },
    ]);
  });

  it('reads numbers as Python does', async () => {
    const path = await folder.write('a.jsonl', '{"float": 1.0, "int": 1, "large": 9007199254740993}');

    expect(await readWith(readJsonLines, path)).toEqual([
      { value: { float: new PythonFloat(1), int: 1, large: 9007199254740993n }, origin: 'a.jsonl:1' },
    ]);
  });

  it('unpacks .jsonl.gz', async () => {
    const path = await folder.write('a.jsonl.gz', gzipSync('{"id": 1}\n'));

    expect(await readWith(readJsonLines, path)).toEqual([{ value: { id: 1 }, origin: 'a.jsonl.gz:1' }]);
  });

  it('names the line that is not JSON', async () => {
    const path = await folder.write('a.jsonl', '{"id": 1}\n{"id": 2,}\n');

    expect(await failureOf(readWith(readJsonLines, path))).toEqual({
      code: 'ROW_INVALID',
      message: 'a.jsonl:2 is not JSON: expected a key in double quotes, found "}" at column 10',
      hint: 'each line must be one complete JSON object; a file with one list of objects must be named .json',
    });
  });

  it('goes on behind a line that is not JSON, where that is allowed', async () => {
    const path = await folder.write('a.jsonl', '{"id": 1}\nnonsense\n{"id": 2\n{"id": 3}\n');

    expect(await valuesWithInvalid(readJsonLines, path)).toEqual([
      { id: 1 },
      'ROW_INVALID a.jsonl:2 is not JSON: expected a value, found "n" at column 1',
      'ROW_INVALID a.jsonl:3 is not JSON: expected "," or "}", found the end of the text at column 9',
      { id: 3 },
    ]);
  });

  it('goes on behind a line that fills the memory', async () => {
    const path = await folder.write('a.jsonl', `{"id": 1}\n${'a'.repeat(65 * 2 ** 20)}\n{"id": 2}\n`);

    expect(await valuesWithInvalid(readJsonLines, path)).toEqual([
      { id: 1 },
      'ROW_INVALID a.jsonl:2 has more than 67108864 bytes',
      { id: 2 },
    ]);
  });
});
