import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync, type StaticImport } from 'oxc-parser';
import { describe, expect, it } from 'vitest';

const SOURCE = fileURLToPath(new URL('../src', import.meta.url));

/** The table of docs/architecture.md §2. Floors from bottom to top; a folder sees itself and every floor below. */
const FLOORS: readonly (readonly string[])[] = [
  ['page'],
  ['python', 'text', 'stats', 'reader'],
  ['core'],
  ['files', 'network'],
  [
    'adapters',
    'metrics',
    'programs',
    'optimizers',
    'retrievers',
    'chunkers',
    'corpora',
    'datasets',
    'formats',
    'models',
    'stores',
    'sources',
    'server',
  ],
  ['pipelines'],
  ['cli'],
];

/** Foundations that build on one another; a folder absent here stands alone on its floor. */
const MAY_ALSO_SEE: Readonly<Record<string, readonly string[]>> = {
  text: ['python'],
  stats: ['python'],
  reader: ['python', 'text'],
};

/** Only drivers do IO, and so only they (and cli) may see the files and the network below them. */
const DRIVERS: ReadonlySet<string> = new Set(['models', 'stores', 'sources', 'server', 'files', 'network']);

const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  adapters: ['zod'],
  metrics: ['zod'],
  programs: ['zod'],
  optimizers: ['zod', 'p-map'],
  retrievers: ['zod'],
  chunkers: ['zod', '@huggingface/tokenizers'],
  corpora: ['zod'],
  datasets: ['zod'],
  formats: ['zod'],
  models: ['zod', 'openai', 'undici'],
  stores: ['zod', '@photostructure/sqlite', '@qdrant/js-client-rest', 'stemmer', 'undici'],
  sources: [
    'zod',
    '@huggingface/hub',
    'csv-parse',
    'fzstd',
    'htmlparser2',
    'hyparquet',
    'hyparquet-compressors',
    'undici',
    'unpdf',
    'yaml',
  ],
  files: ['@photostructure/sqlite'],
  network: ['undici'],
  pipelines: ['p-map'],
};

/** Node modules that neither read nor write anything. */
const PURE_NODE: ReadonlySet<string> = new Set(['node:buffer', 'node:crypto', 'node:path', 'node:util']);

interface Module {
  /** Relative to src, with forward slashes. */
  readonly path: string;
  readonly folder: string;
  readonly text: string;
  readonly imports: readonly string[];
  /** Those that exist at run time: type imports cannot make a cycle. */
  readonly valueImports: readonly string[];
}

const modules = readModules();

describe('src', () => {
  it('imports downwards only, and no neighbour on its floor', () => {
    const wrong = modules.flatMap((module) =>
      ownImports(module)
        .filter((target) => !maySee(module.folder, folderOf(target)))
        .map((target) => `${module.path} imports ${target}`),
    );

    expect(wrong).toEqual([]);
  });

  it('imports only the packages its folder is allowed', () => {
    const wrong = modules.flatMap((module) =>
      module.imports
        .filter((name) => !name.startsWith('.') && !name.startsWith('node:') && module.folder !== 'cli')
        .filter((name) => !(PACKAGES[module.folder] ?? []).includes(packageName(name)))
        .map((name) => `${module.path} imports ${name}`),
    );

    expect(wrong).toEqual([]);
  });

  it('does input and output in drivers and cli only', () => {
    const wrong = modules.flatMap((module) =>
      module.imports
        .filter((name) => name.startsWith('node:') && !PURE_NODE.has(name))
        .filter(() => module.folder !== 'cli' && !DRIVERS.has(module.folder))
        .map((name) => `${module.path} imports ${name}`),
    );

    expect(wrong).toEqual([]);
  });

  it('reads process and writes to console in cli only', () => {
    const wrong = modules
      .filter(
        (module) => module.folder !== 'cli' && /(?<![\w.'"`])(process|console)\./.test(withoutComments(module.text)),
      )
      .map((module) => module.path);

    expect(wrong).toEqual([]);
  });

  it('has no cycle of imports', () => {
    expect(findCycle()).toBeNull();
  });

  it('is at most two folders deep', () => {
    expect(modules.map((module) => module.path).filter((path) => path.split('/').length > 3)).toEqual([]);
  });

  it('has no file named for nothing', () => {
    const banned = new Set(['index.ts', 'utils.ts', 'helpers.ts', 'types.ts', 'common.ts', 'misc.ts']);

    expect(modules.map((module) => module.path).filter((path) => banned.has(posix.basename(path)))).toEqual([]);
  });
});

function readModules(): Module[] {
  return readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => {
      const text = readFileSync(join(SOURCE, path), 'utf8');
      const { module } = parseSync(path, text);
      const dynamic = module.dynamicImports.map(({ moduleRequest: { start, end } }) => text.slice(start + 1, end - 1));
      const reExports = module.staticExports.flatMap(({ entries }) =>
        entries.flatMap(({ moduleRequest }) => moduleRequest?.value ?? []),
      );
      const statics = module.staticImports.map(({ moduleRequest }) => moduleRequest.value);
      const values = module.staticImports.filter(hasValue).map(({ moduleRequest }) => moduleRequest.value);
      const name = path.replaceAll('\\', '/');
      return {
        path: name,
        folder: folderOf(name),
        text,
        imports: [...statics, ...dynamic, ...reExports],
        valueImports: [...values, ...reExports],
      };
    });
}

function hasValue({ entries }: StaticImport): boolean {
  return entries.length === 0 || entries.some(({ isType }) => !isType);
}

function folderOf(path: string): string {
  return path.split('/')[0] ?? path;
}

function ownImports(module: Module): string[] {
  return module.imports.filter((name) => name.startsWith('.')).map((name) => resolveFrom(module.path, name));
}

function resolveFrom(path: string, name: string): string {
  return relative(SOURCE, join(SOURCE, dirname(path), name)).replaceAll('\\', '/');
}

function maySee(from: string, to: string): boolean {
  if (from === to || (MAY_ALSO_SEE[from] ?? []).includes(to)) return true;
  if (to === 'page') return from === 'formats';
  const isForDrivers = to === 'files' || to === 'network';
  if (isForDrivers && from !== 'cli' && !DRIVERS.has(from)) return false;
  return floorOf(to) < floorOf(from);
}

function floorOf(folder: string): number {
  const floor = FLOORS.findIndex((folders) => folders.includes(folder));
  if (floor === -1) throw new Error(`src/${folder} has no floor: add it to docs/architecture.md §2 and to this test`);
  return floor;
}

function packageName(name: string): string {
  return name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');
}

function findCycle(): string | null {
  const byPath = new Map(modules.map((module) => [module.path, module]));
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): string | null => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path].join(' → ');
    const module = byPath.get(path);
    if (module === undefined || done.has(path)) return null;
    for (const name of module.valueImports.filter((value) => value.startsWith('.'))) {
      const cycle = visit(resolveFrom(path, name), [...trail, path]);
      if (cycle !== null) return cycle;
    }
    done.add(path);
    return null;
  };
  for (const { path } of modules) {
    const cycle = visit(path, []);
    if (cycle !== null) return cycle;
  }
  return null;
}
