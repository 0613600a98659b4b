import { posix, sep } from 'node:path';
import type { SourceFile } from './source-file.ts';

/**
 * The files with keys that tell them apart: where two have the same one, as `README.md` in two folders that were named, the name of
 * the folder comes before it: `one/README.md`. Folders of one name are not told apart.
 */
export function withDistinctKeys(files: readonly SourceFile[]): readonly SourceFile[] {
  const paths = new Map<string, Set<string>>();
  for (const { key, path } of files) paths.set(key, (paths.get(key) ?? new Set()).add(path));
  return files.map((file) => ((paths.get(file.key)?.size ?? 0) > 1 ? { ...file, key: keyWithFolder(file) } : file));
}

function keyWithFolder({ path, key }: SourceFile): string {
  const slashed = path.replaceAll(sep, '/');
  const folder = posix.basename(slashed.slice(0, -key.length));
  return slashed.endsWith(`/${key}`) && folder !== '' ? `${folder}/${key}` : key;
}
