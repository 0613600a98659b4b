import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { notWritten, writeAtomically } from '../../src/files/write-atomically.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'write-atomically-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('writeAtomically', () => {
  it('creates the file and the folders above it', async () => {
    const path = join(folder, 'reports', 'deep', 'a.json');

    await writeAtomically(path, '{"é": 1}');

    expect(await readFile(path, 'utf8')).toBe('{"é": 1}');
    expect(await readdir(join(folder, 'reports', 'deep'))).toEqual(['a.json']);
  });

  it('replaces a file and keeps its permissions', async () => {
    const path = join(folder, 'a.bin');
    await writeFile(path, 'old and longer');
    await chmod(path, 0o640);

    await writeAtomically(path, new Uint8Array([0, 255]));

    expect([...(await readFile(path))]).toEqual([0, 255]);
    expect((await stat(path)).mode & 0o777).toBe(0o640);
  });

  it('leaves one whole file when several writers race', async () => {
    const path = join(folder, 'a.json');
    const texts = Array.from({ length: 20 }, (_, index) => String(index).repeat(10_000));

    await Promise.all(texts.map((text) => writeAtomically(path, text)));

    expect(texts).toContain(await readFile(path, 'utf8'));
    expect(await readdir(folder)).toEqual(['a.json']);
  });

  it('refuses a symbolic link and leaves its target alone', async () => {
    await writeFile(join(folder, 'target.json'), 'old');
    await symlink(join(folder, 'target.json'), join(folder, 'link.json'));

    const failure = writeAtomically(join(folder, 'link.json'), 'new');

    await expect(failure).rejects.toMatchObject({
      code: 'FILE_NOT_WRITABLE',
      message: `${join(folder, 'link.json')} is a symbolic link`,
      hint: 'write to another path, or remove it first',
    });
    expect(await readFile(join(folder, 'target.json'), 'utf8')).toBe('old');
  });

  it('names the path when a part of it is a file', async () => {
    await writeFile(join(folder, 'a'), '');

    await expect(writeAtomically(join(folder, 'a', 'b.json'), 'x')).rejects.toMatchObject({
      code: 'FILE_NOT_WRITABLE',
      message: `cannot write ${join(folder, 'a', 'b.json')} (a part of the path is a file)`,
    });
  });

  it('refuses to replace a folder', async () => {
    await mkdir(join(folder, 'a'));

    await expect(writeAtomically(join(folder, 'a'), 'x')).rejects.toMatchObject({
      code: 'FILE_NOT_WRITABLE',
      message: `${join(folder, 'a')} is not a regular file`,
    });
    expect(await readdir(folder)).toEqual(['a']);
  });

  it.skipIf(!canMount())('keeps the old file and says so when the disk fills up half way', async () => {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]);
    try {
      const path = join(folder, 'a.json');
      await writeFile(path, 'old');

      await expect(writeAtomically(path, 'x'.repeat(100_000))).rejects.toMatchObject({
        code: 'DISK_FULL',
        message: `no space left to write ${path}`,
      });
      expect(await readFile(path, 'utf8')).toBe('old');
      expect(await readdir(folder)).toEqual(['a.json']);
    } finally {
      execFileSync('umount', [folder]);
    }
  });
});

describe('notWritten', () => {
  it.each([
    ['EACCES', 'cannot write a.json (permission denied)', 'FILE_NOT_WRITABLE'],
    ['EROFS', 'cannot write a.json (the file system is read-only)', 'FILE_NOT_WRITABLE'],
    ['EIO', 'cannot write a.json (EIO)', 'FILE_NOT_WRITABLE'],
    ['ENOSPC', 'no space left to write a.json', 'DISK_FULL'],
  ])('puts %s in words', (code, message, expected) => {
    const error = notWritten('a.json', Object.assign(new Error('raw'), { code }));

    expect({ code: error.code, message: error.message, kind: error.kind }).toEqual({
      code: expected,
      message,
      kind: 'data',
    });
  });
});

/** Only root on Linux can make a disk small enough to fill. */
function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    execFileSync('unshare', ['--mount', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
