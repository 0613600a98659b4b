import { existsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeFolder } from '../../src/files/make-folder.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder();

describe('makeFolder', () => {
  it('makes a folder and those above it, again and again', () => {
    const path = join(folder.path, 'a', 'b', 'c');
    makeFolder(path);
    makeFolder(path);

    expect(existsSync(path)).toBe(true);
  });

  it('fails on a file in its way, and on a link to nowhere', async () => {
    const file = await folder.write('file', '');
    symlinkSync(join(folder.path, 'nowhere'), join(folder.path, 'link'));

    expect(() => makeFolder(file)).toThrow('EEXIST');
    expect(() => makeFolder(join(file, 'a', 'b'))).toThrow('ENOTDIR');
    expect(() => makeFolder(join(folder.path, 'link'))).toThrow('EEXIST');
  });

  it.skipIf(!existsSync('/proc/self'))('fails where no folder can be made, instead of trying for ever', () => {
    expect(() => makeFolder('/proc/x/y/z')).toThrow(/ENOENT|EACCES/);
  });
});
