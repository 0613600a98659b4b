import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

/** Data and vectors by others, beside the project and not in it; tests that need them are skipped where they are absent. */
const SHARED = fileURLToPath(new URL('../../shared/', import.meta.url));

export function hasShared(path: string): boolean {
  return existsSync(SHARED + path);
}

export function sharedPath(path: string): string {
  return SHARED + path;
}

/** The text of a file of the shared folder; `.gz` is unpacked. */
export function readShared(path: string): string {
  const bytes = readFileSync(SHARED + path);
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}

export function readSharedJsonLines<T>(path: string): T[] {
  return readShared(path)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}
