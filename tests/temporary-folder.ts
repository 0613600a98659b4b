import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
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
  let folder = { path: '', remove: () => {} };
  beforeEach(() => {
    folder = makeFolder();
  });
  afterEach(() => folder.remove());
  return {
    get path() {
      return folder.path;
    },
    write: async (name, data) => {
      const target = join(folder.path, name);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, data);
      return target;
    },
  };
}

/** A folder that lives until `remove`, for tests that build on one another. */
export function makeFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'rag-test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
