import { lstat, readFile, readlink, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { etagOf, hasContent, hubCache } from '../../src/sources/hub-cache.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { failureOf } from './reading.ts';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
/** Of the text `hello\n`: git hash-object, and sha256sum. */
const OID = 'ce013625030ba8dba906f756967f9e9ca394464a';
const SHA256 = '5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03';

const folder = temporaryFolder();

function cacheOf(repository: string) {
  return hubCache(folder.path, repository);
}

describe('hubCache', () => {
  it('names folders as Python does', () => {
    expect(cacheOf('owner/name').folder).toBe(join(folder.path, 'datasets--owner--name'));
    expect(cacheOf('squad').folder).toBe(join(folder.path, 'datasets--squad'));
  });

  it('remembers where a branch points', async () => {
    const cache = cacheOf('owner/name');

    expect(await cache.commitOf('refs/pr/1')).toBeNull();
    await cache.remember('refs/pr/1', COMMIT);

    expect(await cache.commitOf('refs/pr/1')).toBe(COMMIT);
    expect(await readFile(join(cache.folder, 'refs/refs/pr/1'), 'utf8')).toBe(COMMIT);
  });

  it('knows no commit when the file of a branch holds something else', async () => {
    await folder.write('datasets--owner--name/refs/main', '../../../etc');

    expect(await cacheOf('owner/name').commitOf('main')).toBeNull();
  });

  it('links a file to its blob, relatively, over a broken link too', async () => {
    const cache = cacheOf('owner/name');
    await folder.write(`datasets--owner--name/blobs/${SHA256}`, 'hello\n');
    await cache.link(COMMIT, 'deep/a.txt', SHA256);
    await cache.link(COMMIT, 'deep/a.txt', SHA256);

    const pointer = cache.pathOf(COMMIT, 'deep/a.txt');
    expect((await lstat(pointer)).isSymbolicLink()).toBe(true);
    expect(await readlink(pointer)).toBe(`../../../blobs/${SHA256}`);
    expect(await readFile(pointer, 'utf8')).toBe('hello\n');
    expect(await etagOf(pointer)).toBe(SHA256);
  });

  it('lists the files of a commit', async () => {
    const cache = cacheOf('owner/name');
    for (const path of ['b.txt', 'a/c.txt'])
      await folder.write(`datasets--owner--name/snapshots/${COMMIT}/${path}`, '');

    expect(await cache.listFiles(COMMIT)).toEqual(['a/c.txt', 'b.txt']);
    expect(await cache.listFiles('0'.repeat(40))).toEqual([]);
  });

  it('says when it may not be written', async () => {
    await folder.write('datasets--owner--name', 'a file where the folder should be');

    expect(await failureOf(cacheOf('owner/name').remember('main', COMMIT))).toMatchObject({
      code: 'FILE_NOT_WRITABLE',
    });
    expect(await failureOf(cacheOf('owner/name').link(COMMIT, 'a', SHA256))).toMatchObject({
      code: 'FILE_NOT_WRITABLE',
    });
  });
});

describe('hasContent', () => {
  it('compares with a SHA-256 or a git object id', async () => {
    const path = await folder.write('a.txt', 'hello\n');
    const short = await folder.write('b.txt', 'hello');

    expect(await Promise.all([OID, SHA256].map((etag) => hasContent(path, etag)))).toEqual([true, true]);
    expect(await Promise.all([OID, SHA256].map((etag) => hasContent(short, etag)))).toEqual([false, false]);
    expect(await hasContent(join(folder.path, 'none'), OID)).toBe(false);
  });
});

describe('etagOf', () => {
  it('is null for a file that is no blob', async () => {
    const path = await folder.write('snapshots/a.txt', '');
    await symlink(path, join(folder.path, SHA256));

    expect([await etagOf(path), await etagOf(join(folder.path, SHA256))]).toEqual([null, null]);
  });
});
