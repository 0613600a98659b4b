import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readParquet } from '../../src/sources/read-parquet.ts';
import { toRow } from '../../src/sources/to-row.ts';
import { hasShared, readSharedJsonLines, sharedPath } from '../shared-data.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { collect, failureOf, readOptions, readWith, sourceFile } from './reading.ts';

const FIXTURES = fileURLToPath(new URL('../fixtures/parquet/', import.meta.url));

const folder = temporaryFolder();

async function fieldsOf(path: string): Promise<unknown[]> {
  return (await readWith(readParquet, path)).map((row) => toRow(row, () => {}).fields);
}

describe('readParquet', () => {
  it.each(['snappy', 'zstd', 'gzip', 'brotli', 'lz4', 'none', 'page-v2'])('reads %s', async (name) => {
    const rows = readFileSync(`${FIXTURES}rows.jsonl`, 'utf8').trimEnd().split('\n');

    expect(await fieldsOf(`${FIXTURES}${name}.parquet`)).toEqual(rows.map((row) => JSON.parse(row)));
  });

  it('numbers rows over row groups', async () => {
    const rows = await readWith(readParquet, `${FIXTURES}snappy.parquet`);

    expect(rows.map(({ origin }) => origin).slice(3)).toEqual([
      'snappy.parquet row 3',
      'snappy.parquet row 4',
      'snappy.parquet row 5',
    ]);
  });

  it('turns values that JSON does not have into some it has', async () => {
    expect(await fieldsOf(`${FIXTURES}values.parquet`)).toEqual([
      {
        small: 1,
        large: 9007199254740993n,
        real: 0.5,
        flag: true,
        time: '2020-02-29T12:30:00.000Z',
        bytes: '\ufffd',
        text: 'ab',
      },
      { small: -2, large: -9223372036854775808n, real: null, flag: false, time: null, bytes: '', text: '' },
      { small: null, large: 0, real: 2, flag: null, time: null, bytes: null, text: '𝒳' },
    ]);
  });

  it('decodes only the columns asked for', async () => {
    const options = { ...readOptions(), columns: ['supporting_facts', 'id'] };

    const rows = await collect(readParquet(sourceFile(`${FIXTURES}zstd.parquet`), options));

    expect(rows[0]?.value).toEqual({
      id: 'q-0',
      supporting_facts: { title: ['Great Corva', 'Little Corva'], sent_id: [0, 0] },
    });
  });

  it('decodes all columns when one asked for is not there', async () => {
    const options = { ...readOptions(), columns: ['id', 'hardness'] };

    const rows = await collect(readParquet(sourceFile(`${FIXTURES}zstd.parquet`), options));

    expect(Object.keys(Object(rows[0]?.value))).toEqual([
      'id',
      'question',
      'answer',
      'level',
      'supporting_facts',
      'context',
    ]);
  });

  it('says in which rows bytes are not UTF-8', async () => {
    const bytes = await readFile(`${FIXTURES}none.parquet`);
    const changed = Buffer.from(bytes.toString('latin1').replaceAll('Great Corva', 'Gr\xffat Corva'), 'latin1');
    const path = await folder.write('a.parquet', changed);
    const repairs: string[] = [];

    const rows = await readWith(readParquet, path, repairs);

    const whole = await readWith(readParquet, `${FIXTURES}none.parquet`);
    const damaged = whole.filter(({ value }) => JSON.stringify(value).includes('Great Corva'));
    expect(damaged.length).toBeGreaterThan(0);
    expect(rows).toHaveLength(whole.length);
    expect(repairs).toEqual(damaged.map(({ origin }) => origin.replace('none', 'a')));
  });

  it('refuses cut and damaged files', async () => {
    const bytes = await readFile(`${FIXTURES}snappy.parquet`);
    const cut = await folder.write('cut.parquet', bytes.subarray(0, 2000));
    const damaged = await folder.write('damaged.parquet', Buffer.from(bytes).fill(0xff, 100, 1200));
    const empty = await folder.write('empty.parquet', '');

    expect(await failureOf(readWith(readParquet, cut))).toEqual({
      code: 'FILE_INVALID',
      message: 'cut.parquet is not a readable parquet file: parquet file invalid (footer != PAR1)',
    });
    expect(await failureOf(readWith(readParquet, damaged))).toMatchObject({ code: 'FILE_INVALID' });
    expect(await failureOf(readWith(readParquet, empty))).toMatchObject({ code: 'FILE_INVALID' });
    expect(await failureOf(readWith(readParquet, `${folder.path}/none.parquet`))).toEqual({
      code: 'FILE_NOT_FOUND',
      message: 'there is no file none.parquet',
    });
  });
});

describe('readParquet on files that would fill the memory', () => {
  it.each([
    [
      'large-page',
      'large-page.parquet is not a readable parquet file: a page declares 600000010 bytes, more than 536870912',
    ],
    ['many-rows', 'many-rows.parquet declares a row group of 60000000 rows, more than 50000000'],
  ])('refuses %s', async (name, message) => {
    expect(await failureOf(readWith(readParquet, `${FIXTURES}${name}.parquet`))).toEqual({
      code: 'FILE_INVALID',
      message,
    });
  });
});

describe.skipIf(!hasShared('data/parquet-variants/rows.jsonl'))('readParquet on the variants others wrote', () => {
  it.each([
    'brotli',
    'gzip',
    'lz4raw',
    'none',
    'snappy',
    'snappy-item-names',
    'snappy-pagev2',
    'snappy-plain',
    'snappy-rowgroup7',
    'zstd',
  ])('reads %s', async (name) => {
    expect(await fieldsOf(sharedPath(`data/parquet-variants/${name}.parquet`))).toEqual(
      readSharedJsonLines('data/parquet-variants/rows.jsonl'),
    );
  });
});
