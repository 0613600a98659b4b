import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { ProgressEvent } from '../../src/core/events.ts';
import { type EmbeddingCacheFile, type EmbeddingScope, embeddingCache } from '../../src/files/embedding-cache.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder();
let path = '';
let events: ProgressEvent[] = [];
let opened: EmbeddingCacheFile[] = [];

beforeEach(() => {
  path = join(folder.path, 'home', 'embeddings.sqlite');
  events = [];
  opened = [];
});
afterEach(() => {
  for (const cache of opened) cache.close();
});

const SCOPE: EmbeddingScope = { model: 'm', dimensions: 2, instruction: null };

function open(scope: Partial<EmbeddingScope> = {}): EmbeddingCacheFile {
  const report = (event: ProgressEvent) => events.push(event);
  const cache = embeddingCache({ path, scope: { ...SCOPE, ...scope }, report, busyTimeoutMs: 20 });
  opened.push(cache);
  return cache;
}

describe('embeddingCache', () => {
  it('gives vectors back bit by bit, also to another connection', () => {
    const vectors = [Float32Array.of(0.1, -0), Float32Array.of(1e-45, 3.4028234663852886e38)];

    open().set(['a', 'b'], vectors);

    expect(open().get(['b', 'absent', 'a'])).toEqual([vectors[1], null, vectors[0]]);
  });

  it('gives back what was set last, whatever the text', () => {
    const cache = open();
    const text = fc.string({ unit: 'binary' });
    const vector = fc.float32Array({ minLength: 1, maxLength: 40, noNaN: true });

    fc.assert(
      fc.property(text, vector, (key, value) => {
        cache.set([key], [value]);

        expect(cache.get([key])).toEqual([value]);
      }),
      { numRuns: 30 },
    );
  });

  it('keeps models, lengths and instructions apart', () => {
    const scopes = [{}, { model: 'n' }, { dimensions: null }, { instruction: 'passage: ' }];
    for (const [index, scope] of scopes.entries()) open(scope).set(['text'], [Float32Array.of(index)]);

    expect(scopes.map((scope) => open(scope).get(['text'])[0]?.[0])).toEqual([0, 1, 2, 3]);
  });

  it('takes a vector that has changed on the disk for a miss', () => {
    open().set(['a', 'b'], [Float32Array.of(1, 2), Float32Array.of(3, 4)]);
    const database = new DatabaseSync(path);
    database.exec("UPDATE vectors SET vector = x'0000000000000000' WHERE id = 1");
    database.close();

    expect(open().get(['a', 'b'])).toEqual([null, Float32Array.of(3, 4)]);
  });

  it('takes a key that leads to the vector of another text for a miss', () => {
    open().set(['a', 'b'], [Float32Array.of(1, 2), Float32Array.of(3, 4)]);
    const database = new DatabaseSync(path);
    database.exec('UPDATE keys SET id = 1');
    database.close();

    expect(open().get(['a', 'b'])).toEqual([Float32Array.of(1, 2), null]);
  });

  it('F-51: leaves a file alone that is no database, and starts the next one', () => {
    open().close();
    writeFileSync(join(folder.path, 'plain.sqlite'), 'not a database '.repeat(100));
    path = join(folder.path, 'plain.sqlite');
    const cache = open();

    cache.set(['a'], [Float32Array.of(1)]);

    expect(open().get(['a'])).toEqual([Float32Array.of(1)]);
    expect(events).toEqual([
      {
        type: 'notice',
        code: 'CACHE_INVALID',
        message: `${path} is damaged; it is left as it is and ${join(folder.path, 'plain.2.sqlite')} takes its place`,
      },
    ]);
  });

  it('goes on without a file that stays locked, and says so once', () => {
    const cache = open();
    cache.set(['a'], [Float32Array.of(1)]);
    const other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');

    cache.set(['b'], [Float32Array.of(2)]);
    cache.set(['c'], [Float32Array.of(3)]);

    expect(cache.get(['a', 'b'])).toEqual([Float32Array.of(1), null]);
    expect(events).toEqual([{ type: 'notice', code: 'CACHE_BUSY', message: `${path} is locked; going on without it` }]);
    other.exec('ROLLBACK');
    other.close();
  });
});
