import { existsSync, readdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type StandardInput, standardInput } from '../../src/sources/standard-input.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { failureOf } from './reading.ts';
import { zstdFrame } from './zstd-frame.ts';

const folder = temporaryFolder();
const { signal } = new AbortController();

function inputOf(...parts: readonly (string | Uint8Array)[]): StandardInput {
  const bytes = async function* () {
    for (const part of parts) yield Buffer.from(part);
  };
  return standardInput({ bytes, temporaryFolder: folder.path });
}

describe('standardInput', () => {
  it.each([
    ['', 'txt', null],
    ['\n  {"a": 1}', 'jsonl', null],
    ['\ufeff[{"a": 1}]', 'json', null],
    ['a,b\n1,2\n', 'txt', null],
    ['<!doctype html><p>', 'html', null],
    ['%PDF-1.4', 'pdf', null],
    ['PAR1', 'parquet', null],
    [gzipSync('{"a": 1}'), 'jsonl', 'gzip'],
    [zstdFrame('<html>'), 'html', 'zstd'],
    [gzipSync('%PDF-1.4'), null, 'gzip'],
  ])('knows %j by its beginning', async (data, format, packing) => {
    expect(await inputOf(data).file(undefined, signal)).toMatchObject({
      name: 'standard input',
      key: '-',
      format,
      packing,
    });
  });

  it('is of the format it is said to be', async () => {
    expect(await inputOf('[a]\n').file('csv', signal)).toMatchObject({ format: 'csv', packing: null });
  });

  it('keeps all of it for one user to read until it is closed', async () => {
    const input = inputOf('A hill', ' and a lake');
    const { path } = await input.file(undefined, signal);

    expect(await readFile(path, 'utf8')).toBe('A hill and a lake');
    expect(await input.file(undefined, signal)).toMatchObject({ path });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    await input.close();
    expect(existsSync(path)).toBe(false);
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it('is nothing on a terminal', async () => {
    const input = standardInput({ bytes: () => null, temporaryFolder: folder.path });

    expect(await failureOf(input.file(undefined, signal))).toEqual({
      code: 'FILE_NOT_FOUND',
      message: 'standard input is a terminal, expected rows or a text',
      hint: 'name a file, or:  rag index - < notes.jsonl',
    });
    await input.close();
  });

  it('stops waiting when it is aborted, and leaves nothing behind', async () => {
    const controller = new AbortController();
    const open = new PassThrough();
    open.write('A hill');
    const input = standardInput({ bytes: () => open, temporaryFolder: folder.path });
    setImmediate(() => controller.abort());

    expect(await failureOf(input.file(undefined, controller.signal))).toMatchObject({ code: 'INTERRUPTED' });
    expect(readdirSync(folder.path)).toEqual([]);
  });
});
