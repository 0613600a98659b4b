import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { checkStart } from '../../src/sources/check-start.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { failureOf, sourceFile } from './reading.ts';
import { zstdFrame } from './zstd-frame.ts';

const folder = temporaryFolder();
const PAGE = '\n <!DOCTYPE html><title>Sign in</title>';
const POINTER = 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 12345\n';

async function check(name: string, data: string | Uint8Array): Promise<void> {
  await checkStart(sourceFile(await folder.write(name, data)));
}

describe('checkStart', () => {
  it.each([
    ['a.jsonl', '{}'],
    ['a.jsonl', ''],
    ['a.csv.gz', gzipSync('')],
    ['a.csv.zst', zstdFrame('')],
    ['a.parquet', 'PAR1…'],
    ['a.pdf', '%PDF-1.4'],
    ['a.pdf', 'from a mail\n%PDF-1.4'],
    ['a.html', PAGE],
    ['a.md', PAGE],
    ['a.txt', '%'],
  ])('has nothing against %s as %j', async (name, data) => {
    await expect(check(name, data)).resolves.toBeUndefined();
  });

  it.each([
    ['a.jsonl', gzipSync('{}'), 'is packed with gzip, expected a .jsonl file'],
    ['a.jsonl.gz', zstdFrame('{}'), 'is packed with zstd, expected a gzip file'],
    ['a.csv', 'PAR1', 'is a parquet file, expected a .csv file'],
    ['a.txt', '%PDF-1.4', 'is a PDF, expected a .txt file'],
    ['a.txt', 'PK\x03\x04', 'is a ZIP archive, expected a .txt file'],
    ['a.jsonl', PAGE, 'is a web page, expected a .jsonl file'],
    ['a.jsonl.gz', PAGE, 'is a web page, expected a gzip file'],
    ['a.parquet', PAGE, 'is a web page, expected a .parquet file'],
    ['a.parquet', POINTER, 'is a Git LFS pointer and not the file itself, expected a .parquet file'],
    ['a.txt', POINTER, 'is a Git LFS pointer and not the file itself, expected a .txt file'],
    ['a.jsonl.gz', '{}', 'does not begin like a gzip file'],
    ['a.jsonl.zst', '{}', 'does not begin like a zstd file'],
    ['a.parquet', '{}', 'does not begin like a .parquet file'],
    ['a.pdf', 'text', 'does not begin like a PDF'],
    ['a.pdf', '', 'is empty, expected a PDF'],
    ['a.parquet', '', 'is empty, expected a .parquet file'],
  ])('refuses %s as %j', async (name, data, message) => {
    expect(await failureOf(check(name, data))).toMatchObject({ code: 'FILE_INVALID', message: `${name} ${message}` });
  });
});
