import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hubOptions } from '../../src/sources/hub-options.ts';
import { openLocalFiles } from '../../src/sources/local-files.ts';
import { rowSource } from '../../src/sources/row-source.ts';
import { testRowSource } from '../contracts/row-source.contract.ts';
import { closedInput } from '../fakes/closed-input.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { failureOf, fieldsOf } from './reading.ts';

const folder = temporaryFolder();

async function open(...paths: string[]) {
  const location = { type: 'files', paths, columns: null, limit: null } as const;
  return openLocalFiles(
    location,
    { folder: folder.path, standardInput: closedInput, report: () => {} },
    new AbortController().signal,
  );
}

testRowSource('openLocalFiles', async (rows) => {
  const write = (lines: readonly unknown[]) =>
    folder.write('rows.jsonl', lines.map((line) => JSON.stringify(line)).join('\n'));
  await write(rows);
  return {
    source: rowSource({ hub: hubOptions({}, folder.path), folder: folder.path, standardInput: closedInput }),
    location: { type: 'files', paths: ['rows.jsonl'], columns: null, limit: null },
    change: async () => {
      await write([{ id: 'x' }]);
    },
    close: async () => {},
  };
});

describe('openLocalFiles', () => {
  it('reads several paths as one list', async () => {
    await folder.write('b.jsonl', '{"n": 1}');
    await folder.write('more/a.csv', 'n\n2');

    expect(await fieldsOf((await open('b.jsonl', 'more')).rows)).toEqual([{ n: 1 }, { n: '2' }]);
  });

  it('names the same revision wherever the files are', async () => {
    await folder.write('one/a.jsonl', '{}');
    await folder.write('one/b.jsonl', '{}');
    const before = (await open('one')).revision;
    await mkdir(join(folder.path, 'elsewhere'));
    await rename(join(folder.path, 'one'), join(folder.path, 'elsewhere/two'));

    expect((await open('elsewhere/two')).revision).toBe(before);
    expect(before).toBe('40479a7f47f977ea4a8e8a72fac173712aa708fc9a94cd0e2221af24314cb8db');
  });

  it('names another revision when only a name changes, or content moves from one file to the next', async () => {
    await folder.write('a.jsonl', '{}\n{}');
    await folder.write('b.jsonl', '{}');
    await folder.write('c.jsonl', '{}\n{}');
    await folder.write('other/a.jsonl', '{}');
    await folder.write('other/b.jsonl', '{}\n{}');
    const revisions = [
      (await open('a.jsonl', 'b.jsonl')).revision,
      (await open('c.jsonl', 'b.jsonl')).revision,
      (await open('other/a.jsonl', 'other/b.jsonl')).revision,
    ];

    expect(new Set(revisions).size).toBe(3);
  });

  it('fails when it is opened, not later, for a file that is not there', async () => {
    expect(await failureOf(open('none.jsonl'))).toEqual({
      code: 'FILE_NOT_FOUND',
      message: 'there is no file or folder none.jsonl',
    });
  });
});
