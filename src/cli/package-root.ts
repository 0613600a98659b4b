import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { invariantBroken } from '../core/errors.ts';

/** The folder this package is installed in, from the sources as well as from the build. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'configs', 'tutorial.yaml'))) {
    const parent = dirname(folder);
    if (parent === folder) throw invariantBroken('the folder "configs" of this package is missing');
    folder = parent;
  }
  return folder;
}

export function packageVersion(): string {
  const manifest: { readonly version: string } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8'));
  return manifest.version;
}
