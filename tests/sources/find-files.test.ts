import { execFileSync } from 'node:child_process';
import { chmod, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findFiles } from '../../src/sources/find-files.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { failureOf } from './reading.ts';

const folder = temporaryFolder();

async function found(...paths: string[]): Promise<string[]> {
  return (await findFiles(paths, folder.path)).map(({ name, key }) => `${name} ${key}`);
}

async function writeTree(): Promise<void> {
  for (const name of ['b.txt', 'a.md', 'deep/er/c.jsonl', 'deep/d.txt', '.git/e.txt', 'deep/.f.txt', 'image.png']) {
    await folder.write(`notes/${name}`, name);
  }
}

describe('findFiles', () => {
  it('keeps the order of the paths given, twice if given twice', async () => {
    await writeTree();

    expect(await found('notes/b.txt', 'notes/a.md', 'notes/b.txt')).toEqual([
      'notes/b.txt b.txt',
      'notes/a.md a.md',
      'notes/b.txt b.txt',
    ]);
  });

  it('finds the readable files of a folder and those below, by name, without hidden ones', async () => {
    await writeTree();

    expect(await found('notes')).toEqual([
      'notes/a.md a.md',
      'notes/b.txt b.txt',
      'notes/deep/d.txt deep/d.txt',
      'notes/deep/er/c.jsonl deep/er/c.jsonl',
    ]);
  });

  it('finds what a glob fits, whatever kind it is', async () => {
    await writeTree();

    expect(await found('notes/*')).toEqual(['notes/a.md a.md', 'notes/b.txt b.txt', 'notes/image.png image.png']);
    expect(await found('notes/**/*.txt')).toEqual(['notes/b.txt b.txt', 'notes/deep/d.txt deep/d.txt']);
  });

  it('follows links to files, as the cache of the hub is made of them', async () => {
    const blob = await folder.write('blobs/0123', '{}');
    await folder.write('snapshot/real.jsonl', '{}');
    await symlink(blob, join(folder.path, 'snapshot/linked.jsonl'));
    await symlink(join(folder.path, 'nowhere'), join(folder.path, 'snapshot/broken.jsonl'));

    expect(await found('snapshot')).toEqual(['snapshot/linked.jsonl linked.jsonl', 'snapshot/real.jsonl real.jsonl']);
  });

  it('takes a name with a star in it as a name when there is such a file', async () => {
    await folder.write('a*.txt', '');
    await folder.write('ab.txt', '');

    expect(await found('a*.txt')).toEqual(['a*.txt a*.txt']);
  });

  it('names a file outside the folder by its whole path', async () => {
    const path = await folder.write('data/a.jsonl', '');

    expect((await findFiles([path], join(folder.path, 'elsewhere'))).map(({ name }) => name)).toEqual([path]);
  });

  it.skipIf(process.platform === 'win32')('names a folder that may not be read', async () => {
    await folder.write('notes/a.txt', '');
    await folder.write('notes/lost+found/b.txt', '');
    await chmod(folder.path, 0o755);
    const closed = join(folder.path, 'notes/lost+found');
    await chmod(closed, 0o000);

    expect(await asAnybody(() => failureOf(found('notes')))).toEqual({
      code: 'FILE_INVALID',
      message: `${closed} may not be read by this user`,
    });
  });

  it.skipIf(process.platform === 'win32')('takes no pipe for a file', async () => {
    const pipe = join(folder.path, 'rows.jsonl');
    execFileSync('mkfifo', [pipe]);

    expect(await failureOf(found('rows.jsonl'))).toEqual({
      code: 'FILE_INVALID',
      message: 'rows.jsonl is a pipe or a device, expected a file or a folder',
      hint: 'what comes through a pipe is read as standard input:  zcat rows.jsonl.gz | rag index -',
    });
  });

  it('says what a path stands for in vain', async () => {
    await folder.write('empty/readme.rst', '');

    expect(await failureOf(found('corpus.jsonl'))).toEqual({
      code: 'FILE_NOT_FOUND',
      message: 'there is no file or folder corpus.jsonl',
    });
    expect(await failureOf(found('none/*.jsonl'))).toEqual({
      code: 'FILE_NOT_FOUND',
      message: 'no file fits none/*.jsonl',
    });
    expect(await failureOf(found('empty'))).toEqual({
      code: 'FILE_NOT_FOUND',
      message:
        'the folder empty holds no file ending in .csv, .html, .htm, .json, .jsonl, .ndjson, .md, .parquet, .pdf, .tsv, .txt',
    });
  });
});

/** Root may read everything. */
async function asAnybody<T>(task: () => Promise<T>): Promise<T> {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(65_534);
  try {
    return await task();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}
