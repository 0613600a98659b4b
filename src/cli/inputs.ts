import { resolve } from 'node:path';
import { STANDARD_INPUT } from '../sources/standard-input.ts';
import { readTextFile } from './read-file.ts';

/** How the parts that read find what a configuration names. */
export interface Inputs {
  resolvePath(path: string): string;
  readText(path: string): Promise<string>;
}

/** Paths are below `folder`; `-` is standard input. */
export function inputsBelow(folder: string): Inputs {
  return {
    resolvePath: (path) => (path === STANDARD_INPUT ? path : resolve(folder, path)),
    readText: (path) => readTextFile(path, folder),
  };
}
