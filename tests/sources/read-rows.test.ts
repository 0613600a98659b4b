import { describe, expect, it } from 'vitest';
import type { RagError } from '../../src/core/errors.ts';
import type { ProgressEvent } from '../../src/core/events.ts';
import { readRows } from '../../src/sources/read-rows.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { collect, failureOf, sourceFile } from './reading.ts';

const folder = temporaryFolder();
const { signal } = new AbortController();

async function rowsOf(files: Readonly<Record<string, string | Uint8Array>>, limit: number | null = null) {
  const paths = await Promise.all(Object.entries(files).map(([name, data]) => folder.write(name, data)));
  const events: ProgressEvent[] = [];
  const options = { columns: null, limit, signal, report: (event: ProgressEvent) => events.push(event) };
  return { rows: await collect(readRows(paths.map(sourceFile), options)), events };
}

describe('readRows', () => {
  it('reads file after file, each by its kind', async () => {
    const { rows, events } = await rowsOf({ 'a.jsonl': '{"n": 1}\n{"n": 2}', 'b.csv': 'n\n3', 'c.json': '[{"n": 4}]' });

    expect(rows).toEqual([
      { fields: { n: 1 }, origin: 'a.jsonl:1' },
      { fields: { n: 2 }, origin: 'a.jsonl:2' },
      { fields: { n: '3' }, origin: 'b.csv:2' },
      { fields: { n: 4 }, origin: 'c.json row 0' },
    ]);
    expect(events).toEqual([]);
  });

  it('stops at the limit, without opening files beyond it', async () => {
    const { rows } = await rowsOf({ 'a.jsonl': '{"n": 1}\n{"n": 2}\nnot JSON', 'b.jsonl': 'not JSON' }, 2);

    expect(rows.map(({ fields }) => fields)).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it('tells of rows that cannot be read, in their places, and counts them to the limit', async () => {
    const path = await folder.write('a.jsonl', '{"n": 1}\n[2]\nnot JSON\n{"n": 4}\n[5]\n');
    const met: unknown[] = [];
    const onInvalid = ({ message, details }: RagError) => met.push([message, details]);
    const options = { columns: null, limit: 4, signal, report: () => {}, onInvalid };

    for await (const { fields } of readRows([sourceFile(path)], options)) met.push(fields);

    expect(met).toEqual([
      { n: 1 },
      ['a.jsonl:2 is a list, expected an object with named values', { origin: 'a.jsonl:2' }],
      ['a.jsonl:3 is not JSON: expected a value, found "n" at column 1', { origin: 'a.jsonl:3' }],
      { n: 4 },
    ]);
  });

  it('gives one notice per file about repaired text, also when it stops early', async () => {
    const damaged = Buffer.from('{"t": "\xe9"}\n{"t": "\\u0000"}\n{"t": "\\ud800"}\n', 'latin1');

    const { rows, events } = await rowsOf({ 'a.jsonl': damaged, 'b.jsonl': damaged }, 4);

    expect(rows.map(({ fields }) => fields)).toEqual([{ t: '\ufffd' }, { t: '' }, { t: '\ufffd' }, { t: '\ufffd' }]);
    expect(events).toEqual([
      {
        type: 'notice',
        code: 'TEXT_REPAIRED',
        message:
          'a.jsonl:1 and 2 more places held bytes that are not UTF-8, or characters that are not text: ' +
          'replaced by U+FFFD, NUL removed',
      },
      {
        type: 'notice',
        code: 'TEXT_REPAIRED',
        message:
          'b.jsonl:1 held bytes that are not UTF-8, or characters that are not text: replaced by U+FFFD, NUL removed',
      },
    ]);
  });

  it('refuses a kind of file it does not know', async () => {
    expect(await failureOf(rowsOf({ 'a.docx': '' }))).toEqual({
      code: 'FILE_INVALID',
      message:
        'a.docx is of a kind that cannot be read: known are .csv, .html, .htm, .json, .jsonl, .ndjson, .md, .parquet, .pdf, .tsv, .txt',
      hint: 'give it the ending of what it is, or say what it is:  rag index --format txt',
    });
  });

  it('stops between rows when it is aborted', async () => {
    const path = await folder.write('a.jsonl', '{"n": 1}\n{"n": 2}\n');
    const controller = new AbortController();
    const rows = readRows([sourceFile(path)], {
      columns: null,
      limit: null,
      signal: controller.signal,
      report: () => {},
    });

    expect((await rows.next()).value).toEqual({ fields: { n: 1 }, origin: 'a.jsonl:1' });
    controller.abort();
    expect(await failureOf(rows.next())).toEqual({ code: 'INTERRUPTED', message: 'interrupted' });
  });
});
