import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DatabaseSync } from '@photostructure/sqlite';
import { build } from 'esbuild';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { ProgressEvent } from '../../src/core/events.ts';
import { type ResponseCache, responseCache } from '../../src/files/response-cache.ts';
import { PythonFloat } from '../../src/python/float.ts';

let folder = '';
let path = '';
let events: ProgressEvent[] = [];
let opened: ResponseCache[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'response-cache-'));
  path = join(folder, 'home', 'responses.sqlite');
  events = [];
  opened = [];
});

afterEach(async () => {
  for (const cache of opened) cache.close();
  await rm(folder, { recursive: true, force: true });
});

function open(busyTimeoutMs = 5000): ResponseCache {
  const cache = responseCache({ path, report: (event) => events.push(event), busyTimeoutMs });
  opened.push(cache);
  return cache;
}

describe('responseCache', () => {
  it('gives back what was set, also to another connection', async () => {
    const value = { text: 'é 🎉 \u0000\n', n: null, f: new PythonFloat(1), i: 1, list: [{ a: true }] };
    const cache = open();
    await cache.set('k', { text: 'old' });
    await cache.set('k', value);

    expect(await cache.get('k')).toEqual(value);
    expect(await open().get('k')).toEqual(value);
    expect(await cache.get('other')).toBeNull();
    expect(events).toEqual([]);
  });

  it('keeps any text under any key', async () => {
    const cache = open();
    const unicode = fc.string({ unit: 'grapheme' });

    await fc.assert(
      fc.asyncProperty(unicode, unicode, async (key, text) => {
        await cache.set(key, { text });

        expect(await cache.get(key)).toEqual({ text });
      }),
    );
  });

  it('makes nothing before it is used', async () => {
    open();

    expect(await readdir(folder)).toEqual([]);
  });

  it('leaves a file alone that is no database, and starts the next one', async () => {
    await mkdir(join(folder, 'home'));
    await writeFile(path, 'not a database '.repeat(100));
    const cache = open();

    expect(await cache.get('k')).toBeNull();
    await cache.set('k', { text: 'new' });

    expect(await cache.get('k')).toEqual({ text: 'new' });
    expect(await open().get('k')).toEqual({ text: 'new' });
    expect(await readFile(path, 'utf8')).toBe('not a database '.repeat(100));
    const next = join(folder, 'home', 'responses.2.sqlite');
    expect(events).toEqual([
      {
        type: 'notice',
        code: 'CACHE_INVALID',
        message: `${path} is damaged; it is left as it is and ${next} takes its place`,
      },
    ]);
  });

  it('takes an empty file for a new one', async () => {
    await mkdir(join(folder, 'home'));
    await writeFile(path, '');

    expect(await open().get('k')).toBeNull();
    expect(events).toEqual([]);
  });

  it("leaves somebody else's database alone", async () => {
    await mkdir(join(folder, 'home'));
    const foreign = new DatabaseSync(path);
    foreign.exec('CREATE TABLE precious (x)');
    foreign.close();

    await expect(open().get('k')).rejects.toMatchObject({
      code: 'CACHE_INVALID',
      message: `${path} is no response cache`,
      hint: 'move the file away, or set the environment variable RAG_HOME to another folder',
    });
    expect(await readdir(join(folder, 'home'))).toEqual(['responses.sqlite']);
  });

  it('refuses a file of a later version', async () => {
    const cache = open();
    await cache.set('k', {});
    cache.close();
    const later = new DatabaseSync(path);
    later.exec('PRAGMA user_version = 7');
    later.close();

    await expect(open().get('k')).rejects.toMatchObject({
      code: 'CACHE_INVALID',
      message: `${path} is a response cache of version 7`,
    });
  });

  it('takes an entry that is no record for a miss', async () => {
    await open().set('k', {});
    const other = new DatabaseSync(path);
    const put = other.prepare('INSERT INTO responses (key, value) VALUES (?, ?)');
    for (const [key, value] of Object.entries({ cut: '{"text": "x', list: '[1]', float: '1.0', none: 'null' })) {
      put.run(key, value);
    }
    other.close();

    const cache = open();

    expect(await Promise.all(['cut', 'list', 'float', 'none'].map((key) => cache.get(key)))).toEqual(
      Array(4).fill(null),
    );
  });

  it('goes on without a file that stays locked, and says so once', async () => {
    await open().set('k', { text: 'kept' });
    const other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    const cache = open(20);

    await cache.set('a', { text: 'lost' });
    await cache.set('b', { text: 'lost' });

    expect(await cache.get('k')).toEqual({ text: 'kept' });
    expect(events).toEqual([{ type: 'notice', code: 'CACHE_BUSY', message: `${path} is locked; going on without it` }]);
    other.close();
  });

  it('says that its folder cannot be made', async () => {
    await writeFile(join(folder, 'home'), 'a file');

    await expect(open().set('k', {})).rejects.toMatchObject({
      code: 'FILE_NOT_WRITABLE',
      message: `cannot write ${path} (a part of the path is a file)`,
    });
  });

  it('says that its path is a folder', async () => {
    await mkdir(path, { recursive: true });

    await expect(open().set('k', {})).rejects.toMatchObject({
      code: 'FILE_NOT_WRITABLE',
      message: `the response cache ${path} cannot be opened for writing`,
    });
  });
});

/** The cache in a process of its own: `node writer.js <path> <name> <how many>` prints a line for every entry it has set. */
describe('responseCache in several processes', () => {
  let writerFolder = '';
  let writer = '';

  beforeAll(async () => {
    writerFolder = await mkdtemp(join(tmpdir(), 'response-cache-writer-'));
    writer = join(writerFolder, 'writer.mjs');
    await symlink(fileURLToPath(new URL('../../node_modules', import.meta.url)), join(writerFolder, 'node_modules'));
    await build({
      stdin: { contents: WRITER, resolveDir: fileURLToPath(new URL('.', import.meta.url)), loader: 'ts' },
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile: writer,
      external: ['@photostructure/sqlite'],
      logLevel: 'warning',
    });
  });

  afterAll(async () => {
    await rm(writerFolder, { recursive: true, force: true });
  });

  it('lets them write at the same time, from the first moment on', async () => {
    const names = ['a', 'b', 'c'];

    await Promise.all(names.map((name) => finished(startWriter(name, 200))));

    const cache = open();
    for (const name of names) expect(await cache.get(`${name} 199`)).toEqual({ text: `${name} 199` });
    expect(await readdir(join(folder, 'home'))).not.toContain('responses.2.sqlite');
  });

  it('keeps what was set when the process is killed', async () => {
    const child = startWriter('a', 1_000_000);
    const written = await new Promise<number>((resolve) => {
      let last = -1;
      child.stdout.on('data', (data: Buffer) => {
        last = Math.max(last, ...data.toString().trim().split('\n').map(Number));
        if (last > 50) child.kill('SIGKILL');
      });
      child.once('close', () => resolve(last));
    });

    const cache = open();

    for (let index = 0; index <= 50; index += 1) expect(await cache.get(`a ${index}`)).toEqual({ text: `a ${index}` });
    expect(written).toBeGreaterThan(50);
    expect(events).toEqual([]);
  });

  it('starts the next file when one turns out to be damaged half way', async () => {
    await finished(startWriter('a', 3000));
    const bytes = await readFile(path);
    await writeFile(path, bytes.fill(0xff, Math.floor(bytes.length / 2)));
    const cache = open();

    const found: boolean[] = [];
    for (let index = 0; index < 3000; index += 1) found.push((await cache.get(`a ${index}`)) !== null);
    await cache.set('k', { text: 'new' });

    expect(new Set(found)).toEqual(new Set([true, false]));
    expect(found.at(-1)).toBe(false);
    expect(await open().get('k')).toEqual({ text: 'new' });
    expect(events.map((event) => event.type === 'notice' && event.code)).toEqual(['CACHE_INVALID']);
    expect((await readFile(path)).equals(bytes)).toBe(true);
  });

  function startWriter(name: string, count: number) {
    return spawn(process.execPath, [writer, path, name, String(count)], { stdio: ['ignore', 'pipe', 'inherit'] });
  }
});

const WRITER = `
  import { responseCache } from '../../src/files/response-cache.ts';
  const [path, name, count] = process.argv.slice(2);
  const cache = responseCache({ path, report: (event) => console.error(event) });
  for (let index = 0; index < Number(count); index += 1) {
    await cache.set(name + ' ' + index, { text: name + ' ' + index });
    console.log(index);
  }
  cache.close();
`;

function finished(child: ReturnType<typeof spawn>): Promise<void> {
  child.stdout?.resume();
  return new Promise((resolve, reject) => {
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`the writer ended with ${code}`))));
  });
}
