import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fields } from '../../src/core/fields.ts';
import type { Point, VectorStore } from '../../src/core/vector-store.ts';
import { sqliteStore } from '../../src/stores/sqlite-store.ts';
import { testTextSearch } from '../contracts/text-search.contract.ts';
import { testVectorStore } from '../contracts/vector-store.contract.ts';

const host = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rag-store-'));
  return {
    store: (collection: string) => sqliteStore({ path: join(folder, 'index.sqlite'), collection }),
    close: async () => rmSync(folder, { recursive: true }),
  };
};
testVectorStore('sqliteStore', host);
testTextSearch('sqliteStore', host);

describe('sqliteStore', () => {
  const signal = new AbortController().signal;
  let folder: string;
  let path: string;
  let stores: VectorStore[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rag-sqlite-'));
    path = join(folder, 'deep', 'index.sqlite');
    stores = [];
  });
  afterEach(async () => {
    for (const store of stores) await store.close();
    rmSync(folder, { recursive: true });
  });

  const connect = (collection = 'wiki', file = path): VectorStore => {
    const store = sqliteStore({ path: file, collection, busyTimeoutMs: 50 });
    stores.push(store);
    return store;
  };
  const opened = async (payloads: readonly Fields[] = [], collection = 'wiki') => {
    const store = connect(collection);
    await store.open({ dimensions: 1, distance: 'cosine', metadata: {} }, signal);
    await store.upsert(
      payloads.map((payload, index) => point(index, payload)),
      signal,
    );
    return store;
  };
  /** Runs SQL on the file behind the store's back. */
  const tamper = (sql: string) => {
    mkdirSync(dirname(path), { recursive: true });
    const database = new DatabaseSync(path);
    database.exec(sql);
    database.close();
  };

  describe('the file', () => {
    it('is made with its folder by open, not by looking', async () => {
      const store = connect();
      await store.describe(signal);
      await store.drop(signal);
      expect(readdirSync(folder)).toEqual([]);

      await store.open({ dimensions: 1, distance: 'cosine', metadata: {} }, signal);
      expect(existsSync(path)).toBe(true);
    });

    it('is the whole store once that is closed', async () => {
      const store = await opened([{ text: 'x' }]);
      await store.close();
      const copy = join(folder, 'copy.sqlite');

      copyFileSync(path, copy);

      expect(await connect('wiki', copy).text?.search('x', { k: 1 }, signal)).toMatchObject([
        { payload: { text: 'x' } },
      ]);
    });

    it('holds vectors as float32 of length 1, lowest byte first', async () => {
      const store = connect();
      await store.open({ dimensions: 2, distance: 'cosine', metadata: {} }, signal);
      await store.upsert([{ ...point(1), vector: Float32Array.of(3, -4) }], signal);

      const database = new DatabaseSync(path);
      const { vector } = database.prepare('SELECT vector FROM points').get();
      database.close();

      expect(Buffer.from(vector).toString('hex')).toBe('9a99193fcdcc4cbf');
    });

    it('may be empty', async () => {
      mkdirSync(dirname(path));
      writeFileSync(path, '');

      expect(await connect().describe(signal)).toBeNull();
      expect(await (await opened()).count(signal)).toBe(0);
    });

    it('cannot be something else than a database', async () => {
      mkdirSync(dirname(path));
      writeFileSync(path, 'once upon a time '.repeat(1000));

      for (const promise of [connect().describe(signal), connect().open(oneNumber, signal)]) {
        await expect(promise).rejects.toMatchObject({
          code: 'STORE_INVALID',
          message: `${path} is not a readable store: file is not a database`,
          hint: 'move the file away and build it again:  rag index',
        });
      }
    });

    it('cannot be the database of another program', async () => {
      tamper('CREATE TABLE bookmarks (url TEXT)');

      for (const promise of [connect().describe(signal), connect().open(oneNumber, signal)]) {
        await expect(promise).rejects.toMatchObject({
          code: 'STORE_INVALID',
          message: `${path} is a SQLite database, but not a store of rag`,
          hint: 'set another path for the store',
        });
      }
    });

    it('cannot be of a newer version', async () => {
      await (await opened()).close();
      tamper('PRAGMA user_version = 2');

      await expect(connect().count(signal)).rejects.toMatchObject({
        code: 'STORE_INVALID',
        message: `${path} is a store of version 2, this version of rag reads version 1`,
        hint: 'update rag, or move the file away and build it again:  rag index',
      });
    });

    it('cannot hold a vector that was cut short', async () => {
      await (await opened([{ text: 'x' }])).close();
      tamper('UPDATE points SET vector = substr(vector, 1, 3)');

      await expect(connect().search(Float32Array.of(1), { k: 1 }, signal)).rejects.toMatchObject({
        code: 'STORE_INVALID',
        message: `point ${uuid(0)} of collection "wiki" holds 3 bytes, a vector of 1 numbers has 4`,
      });
    });

    it('cannot be damaged', async () => {
      await (await opened(Array.from({ length: 500 }, () => ({ text: 'x'.repeat(500) })))).close();
      writeFileSync(path, readFileSync(path).fill(0xa5, 5 * 4096));

      await expect(connect().search(Float32Array.of(1), { k: 1 }, signal)).rejects.toMatchObject({
        code: 'STORE_INVALID',
        message: `${path} is not a readable store: database disk image is malformed`,
      });
    });

    it('cannot be a folder', async () => {
      mkdirSync(path, { recursive: true });

      await expect(connect().open(oneNumber, signal)).rejects.toMatchObject({
        code: 'FILE_NOT_WRITABLE',
        message: `the store ${path} cannot be opened for writing: Failed to open database: unable to open database file`,
        hint: 'make the file and its folder writable, or set another path for the store',
      });
    });

    it('cannot lie below a file', async () => {
      writeFileSync(dirname(path), 'a file');

      await expect(connect().open(oneNumber, signal)).rejects.toMatchObject({ code: 'FILE_NOT_WRITABLE' });
    });

    it('is read, but not written, while another program holds its lock', async () => {
      const store = await opened([{ text: 'x' }]);
      const other = new DatabaseSync(path);
      other.exec('BEGIN IMMEDIATE');

      await expect(store.upsert([point(1)], signal)).rejects.toMatchObject({
        code: 'STORE_FAILED',
        message: `the store ${path} is locked by another process`,
        hint: 'wait until the other command has finished, or stop it',
        retry: { afterMs: null },
      });
      expect(await store.count(signal)).toBe(1);

      other.exec('ROLLBACK');
      await store.upsert([point(1)], signal);
      expect(await store.count(signal)).toBe(2);
      other.close();
    });
  });
});

const oneNumber = { dimensions: 1, distance: 'cosine', metadata: {} } as const;

function uuid(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

function point(number: number, payload: Fields = { text: `text ${number}` }): Point {
  return { id: uuid(number), vector: Float32Array.of(1), payload };
}
