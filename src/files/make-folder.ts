import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorCode } from './error-code.ts';

/**
 * Makes a folder and those above it, as far as they are not there.
 *
 * Own code and not `mkdir` with `recursive`: where no folder can be made and the system says ENOENT, as below `/proc`, Node 20 tries
 * for ever.
 *
 * @throws Error that of the file system, for the first folder that cannot be made
 */
export function makeFolder(path: string): void {
  if (isFolder(path)) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    const wasMadeByAnother = errorCode(error) === 'EEXIST' && isFolder(path);
    if (!wasMadeByAnother) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
