import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, parse, relative, resolve } from 'node:path';
import { RagError } from '../../core/errors.ts';
import { nearestFirst } from '../../text/closest-name.ts';
import { packageRoot } from '../package-root.ts';

const FILE_NAMES = ['rag.config.yaml', 'rag.config.yml', 'rag.config.json'] as const;

export interface ConfigFile {
  readonly path: string;
  /** As messages show it: relative to the working folder where that is shorter, `configs/offline.yaml` for a preset. */
  readonly shownAs: string;
  /** Where relative paths of state (artifacts, `.rag`) start: the found file's folder, else the working folder. */
  readonly root: string;
}

/**
 * The config file to use: `--config` (a path or a preset's name), then `RAG_CONFIG`, then `rag.config.*` in the working folder
 * or above it; null when there is none.
 *
 * @throws RagError CONFIG_NOT_FOUND naming the presets
 */
export function discoverConfig(
  flag: string | undefined,
  environment: string | undefined,
  cwd: string,
): ConfigFile | null {
  const named = flag ?? environment;
  if (named !== undefined && named !== '') return namedConfig(named, cwd);
  for (let folder = cwd; ; folder = dirname(folder)) {
    const name = FILE_NAMES.find((candidate) => existsSync(join(folder, candidate)));
    if (name !== undefined) return { path: join(folder, name), shownAs: shown(join(folder, name), cwd), root: folder };
    if (folder === parse(folder).root) return null;
  }
}

/** A config file that ships with this package: `tutorial`, `offline`. */
export function presetConfig(name: string, cwd: string): ConfigFile {
  return { path: join(packageRoot(), 'configs', `${name}.yaml`), shownAs: `configs/${name}.yaml`, root: cwd };
}

export function presetNames(): string[] {
  return readdirSync(join(packageRoot(), 'configs'))
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))
    .sort();
}

function namedConfig(name: string, cwd: string): ConfigFile {
  const path = resolve(cwd, name);
  if (existsSync(path) && /\.(ya?ml|json)$/.test(path)) return { path, shownAs: shown(path, cwd), root: cwd };
  const presets = presetNames();
  if (presets.includes(name)) return presetConfig(name, cwd);
  throw new RagError('CONFIG_NOT_FOUND', `there is no config file ${path} and no preset "${name}"`, {
    hint: `presets: ${nearestFirst(name, presets).join(', ')}`,
    details: { path, presets },
  });
}

function shown(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return short.length < path.length ? short : path;
}
