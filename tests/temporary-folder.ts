import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';

export interface TemporaryFolder {
  readonly path: string;
  /** Writes a file into it, with the folders above it, and gives back its path. */
  write(name: string, data: string | Uint8Array): Promise<string>;
}

/** A folder for each test of the file or group that calls this; removed after the test. */
export function temporaryFolder(): TemporaryFolder {
  let path = '';
  beforeEach(async () => {
    path = await mkdtemp(join(tmpdir(), 'rag-test-'));
  });
  afterEach(async () => {
    await rm(path, { recursive: true, force: true });
  });
  return {
    get path() {
      return path;
    },
    write: async (name, data) => {
      const target = join(path, name);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, data);
      return target;
    },
  };
}
