import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readBytes } from '../../src/sources/read-bytes.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { collect, failureOf, sourceFile } from './reading.ts';
import { zstdBomb, zstdFrame, zstdFrameWithWindow } from './zstd-frame.ts';

const folder = temporaryFolder();
const ZSTD_FIXTURES = new URL('../fixtures/zstd/', import.meta.url).pathname;
const { signal } = new AbortController();

async function bytesOf(path: string): Promise<Buffer> {
  return Buffer.concat(await collect(readBytes(sourceFile(path), signal)));
}

describe('readBytes', () => {
  it('gives a plain file as it is', async () => {
    const path = await folder.write('a.bin', new Uint8Array([0, 255, 10]));

    expect(await bytesOf(path)).toEqual(Buffer.from([0, 255, 10]));
  });

  it('unpacks a .gz file, of several members too, and only once', async () => {
    const twice = gzipSync(gzipSync('inner'));
    const members = await folder.write('members.gz', Buffer.concat([gzipSync('one '), gzipSync('two')]));
    const nested = await folder.write('nested.gz', twice);

    expect((await bytesOf(members)).toString()).toBe('one two');
    expect(await bytesOf(nested)).toEqual(gzipSync('inner'));
  });

  it('names a file that is not there', async () => {
    expect(await failureOf(bytesOf(`${folder.path}/none.jsonl`))).toEqual({
      code: 'FILE_NOT_FOUND',
      message: 'there is no file none.jsonl',
    });
    expect(await failureOf(bytesOf(`${folder.path}/none.jsonl.gz`))).toEqual({
      code: 'FILE_NOT_FOUND',
      message: 'there is no file none.jsonl.gz',
    });
  });

  it('refuses a cut and a damaged .gz file', async () => {
    const packed = gzipSync('some text that is long enough to be cut');
    const cut = await folder.write('cut.gz', packed.subarray(0, -10));
    const plain = await folder.write('plain.gz', 'not packed');

    expect(await failureOf(bytesOf(cut))).toEqual({
      code: 'FILE_INVALID',
      message: 'cut.gz cannot be read: unexpected end of file',
    });
    expect(await failureOf(bytesOf(plain))).toEqual({
      code: 'FILE_INVALID',
      message: 'plain.gz cannot be read: incorrect header check',
    });
  });

  it('stops unpacking a bomb after ten megabytes', async () => {
    const path = await folder.write('bomb.jsonl.gz', gzipSync(Buffer.alloc(64 * 2 ** 20)));
    let unpacked = 0;

    const reading = async () => {
      for await (const part of readBytes(sourceFile(path), signal)) unpacked += part.length;
    };

    expect(await failureOf(reading())).toEqual({
      code: 'FILE_INVALID',
      message: 'bomb.jsonl.gz unpacks to more than 200 times its packed size',
      hint: 'unpack it yourself if you trust it, and name the unpacked file',
    });
    expect(unpacked).toBeLessThan(21 * 2 ** 20);
  });

  it('unpacks a .zst file, of several frames too', async () => {
    const frames = Buffer.concat([zstdFrame('one '), zstdFrame('two'), zstdFrame('')]);
    const path = await folder.write('members.zst', frames);

    expect((await bytesOf(path)).toString()).toBe('one two');
  });

  it.each(['fast', 'best'])('unpacks what the zstd program wrote (%s)', async (level) => {
    const text = Array.from({ length: 5000 }, (_, index) => `${index} rivers run to ${(index * index) % 97} seas\n`);

    expect((await bytesOf(`${ZSTD_FIXTURES}rivers-${level}.zst`)).toString()).toBe(text.join(''));
  });

  it('refuses a cut and a damaged .zst file, and one that asks for too much memory', async () => {
    const packed = await readFile(`${ZSTD_FIXTURES}rivers-fast.zst`);
    const cut = await folder.write('cut.zst', packed.subarray(0, -10));
    const plain = await folder.write('plain.zst', 'not packed, but long enough');
    const greedy = await folder.write('greedy.zst', zstdFrameWithWindow(31));

    expect(await failureOf(bytesOf(cut))).toEqual({
      code: 'FILE_INVALID',
      message: 'cut.zst cannot be read: unexpected EOF',
    });
    expect(await failureOf(bytesOf(plain))).toEqual({
      code: 'FILE_INVALID',
      message: 'plain.zst cannot be read: invalid zstd data',
    });
    expect(await failureOf(bytesOf(greedy))).toEqual({
      code: 'FILE_INVALID',
      message: 'greedy.zst cannot be read: it declares a window of 2147483648 bytes, more than 134217728',
    });
  });

  it('stops unpacking a zstd bomb after ten megabytes', async () => {
    const path = await folder.write('bomb.jsonl.zst', zstdBomb(20_000));
    let unpacked = 0;

    const reading = async () => {
      for await (const part of readBytes(sourceFile(path), signal)) unpacked += part.length;
    };

    expect(await failureOf(reading())).toMatchObject({
      code: 'FILE_INVALID',
      message: 'bomb.jsonl.zst unpacks to more than 200 times its packed size',
    });
    expect(unpacked).toBeLessThan(11 * 2 ** 20);
  });

  it('stops when it is aborted', async () => {
    const path = await folder.write('a.bin', 'text');
    const controller = new AbortController();
    controller.abort();

    expect(await failureOf(collect(readBytes(sourceFile(path), controller.signal)))).toEqual({
      code: 'INTERRUPTED',
      message: 'interrupted',
    });
  });
});
