import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sqliteStore } from '../../src/stores/sqlite-store.ts';
import { compileScript, startScript } from '../run-typescript.ts';

const BATCH = 20;
const signal = new AbortController().signal;

describe('sqliteStore among processes', () => {
  const root = mkdtempSync(join(tmpdir(), 'rag-processes-'));
  const writer = join(root, 'sqlite-writer.mjs');
  let path: string;
  const reader = join(root, 'sqlite-reader.mjs');
  beforeAll(async () => {
    await compileScript(new URL('sqlite-writer.ts', import.meta.url), writer);
    await compileScript(new URL('sqlite-reader.ts', import.meta.url), reader);
    chmodSync(root, 0o755);
  });
  beforeEach(() => {
    path = join(mkdtempSync(join(root, 'case-')), 'index.sqlite');
  });
  afterAll(() => rmSync(root, { recursive: true }));

  const connect = () => sqliteStore({ path, collection: 'wiki' });
  const problems = () => {
    const database = new DatabaseSync(path);
    const rows = database.prepare('PRAGMA integrity_check').all();
    database.exec("INSERT INTO words_1 (words_1) VALUES ('integrity-check')");
    database.close();
    return rows.map((row) => row.integrity_check);
  };

  it.each([1, 4, 9])(
    'keeps every confirmed batch, and no half one, when the writer is killed after %d',
    async (killAfter) => {
      const script = startScript(writer, [path]);
      await script.waitForLines(killAfter);

      script.process.kill('SIGKILL');
      expect(await script.ended).toBe('SIGKILL');

      const store = connect();
      const confirmed = script.lines.length;
      const count = await store.count(signal);
      expect([confirmed * BATCH, (confirmed + 1) * BATCH]).toContain(count);
      expect(await store.text?.search(`word${confirmed * BATCH - 1}`, { k: 1 }, signal)).toHaveLength(1);
      expect(problems()).toEqual(['ok']);

      await finish(startScript(writer, [path, '0', '12']));
      expect(await store.count(signal)).toBe(Math.max(count, 12 * BATCH));
      await store.close();
    },
  );

  it('lets two readers search while another process writes', async () => {
    const script = startScript(writer, [path]);
    await script.waitForLines(1);
    const readers = [connect(), connect()];
    const seen: number[] = [];

    for (let round = 0; round < 10; round += 1) {
      const before = script.lines.length;
      const counts = await Promise.all(readers.map((reader) => reader.count(signal)));
      const found = await Promise.all(
        readers.map((reader) => reader.search(new Float32Array(64).fill(1), { k: 5 }, signal)),
      );
      expect(found.map((points) => points.length)).toEqual([5, 5]);
      for (const count of counts) {
        expect(count % BATCH).toBe(0);
        expect(count).toBeGreaterThanOrEqual(before * BATCH);
        seen.push(count);
      }
      await script.waitForLines(before + 1);
    }

    script.process.kill('SIGKILL');
    await script.ended;
    for (const reader of readers) await reader.close();
    expect(new Set(seen).size).toBeGreaterThan(5);
  });

  it('lets four processes create and fill the same collection at once', async () => {
    const scripts = [0, 5, 10, 15].map((first) => startScript(writer, [path, String(first), '5']));

    await Promise.all(scripts.map(finish));

    const store = connect();
    expect(await store.describe(signal)).toEqual({
      dimensions: 64,
      distance: 'cosine',
      metadata: { model: 'test' },
      count: 20 * BATCH,
    });
    await store.close();
    expect(problems()).toEqual(['ok']);
  });

  it('can be read, but not written, in a folder that must not be written to', async () => {
    const payload = { text: 'x' };
    const store = connect();
    await store.open({ dimensions: 1, distance: 'cosine', metadata: {} }, signal);
    await store.upsert([{ id: '00000000-0000-4000-8000-000000000001', vector: Float32Array.of(1), payload }], signal);
    await store.close();
    const folder = join(dirname(path), 'copy');
    mkdirSync(folder);
    const copy = join(folder, 'index.sqlite');
    copyFileSync(path, copy);
    chmodSync(dirname(path), 0o755);
    chmodSync(copy, 0o444);
    chmodSync(folder, 0o555);

    // The rights of root know no limits: as nobody, then.
    const script = startScript(reader, [copy], process.getuid?.() === 0 ? { uid: 65_534 } : {});
    await script.waitForLines(2);

    expect(script.lines.map((line) => JSON.parse(line))).toEqual([
      [{ id: '00000000-0000-4000-8000-000000000001', score: 1, payload }],
      {
        code: 'FILE_NOT_WRITABLE',
        message: `the store ${copy} cannot be opened for writing: attempt to write a readonly database`,
        hint: 'make the file and its folder writable, or set another path for the store',
      },
    ]);
    chmodSync(folder, 0o755);
  });

  async function finish(script: ReturnType<typeof startScript>): Promise<void> {
    const how = await script.ended;
    if (how !== 0) await script.waitForLines(Number.POSITIVE_INFINITY);
  }
});
