import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { qdrantStore } from '../../src/stores/qdrant-store.ts';
import { qdrantServer } from '../fakes/qdrant-server.ts';
import { makeFolder } from '../temporary-folder.ts';
import { type RagResult, runRag } from './run-rag.ts';

const { QDRANT_URL: realUrl = '' } = process.env;

/** Three "machines": processes at the same time, each with a folder of its own, and one server. */
describe.each(realUrl === '' ? ['fake'] : ['fake', 'real'])('rag index --shard, on a %s server', (kind) => {
  const folder = makeFolder();
  // A real server may hold other things of these names.
  const prefix = `shards-${randomUUID()}`;
  const names = new Set<string>();
  const named = (name: string): string => {
    names.add(`${prefix}-${name}`);
    return `${prefix}-${name}`;
  };
  const dropped = async (collection: string): Promise<void> => {
    const store = qdrantStore({ url, collection });
    await store.drop(new AbortController().signal);
    await store.close();
  };
  let url: string;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ url, close } = kind === 'real' ? { url: realUrl, close: async () => {} } : await qdrantServer());
    writeCorpus(numbers(300));
  });
  afterAll(async () => {
    for (const name of names) await dropped(name);
    await close();
    folder.remove();
  });

  const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
  const writeCorpus = (documents: readonly number[]) =>
    writeFileSync(
      join(folder.path, 'corpus.jsonl'),
      documents.map((one) => JSON.stringify({ id: `d${one}`, text: `Text number ${one}. `.repeat(80) })).join('\n'),
    );
  const rag = (machine: string, args: readonly string[], onStart?: (pid: number) => void): Promise<RagResult> => {
    const cwd = join(folder.path, machine);
    mkdirSync(cwd, { recursive: true });
    writeFileSync(
      join(cwd, 'rag.config.yaml'),
      `corpus: { use: files, paths: ['../corpus.jsonl'] }
embedding: { use: builtin/hashing, dimensions: 64 }
store: { use: qdrant, url: '${url}', collection: wiki, bulk: true, upsertSize: 10 }
`,
    );
    return runRag(['index', ...args], { cwd, ...(onStart === undefined ? {} : { onStart }) });
  };
  const three = (collection: string) =>
    Promise.all(
      [1, 2, 3].map((index) =>
        rag(`m${index}`, ['--shard', `${index}/3`, '--collection', named(collection), '--json']),
      ),
    );
  const dataOf = ({ stdout }: RagResult) => JSON.parse(stdout).data;
  const ask = async <Result>(path: string, body?: object): Promise<Result | null> => {
    const headers = { 'content-type': 'application/json' };
    const init = body === undefined ? {} : { method: 'POST', headers, body: JSON.stringify(body) };
    const response = await fetch(`${url}/collections/${path}`, init);
    const { result }: { result: Result } = JSON.parse(await response.text());
    return response.ok ? result : null;
  };
  const infoOf = async (name: string) => (await ask<Info>(named(name)))?.config;
  const countOf = async (name: string) =>
    (await ask<{ count: number }>(`${named(name)}/points/count`, { exact: true }))?.count ?? 0;
  /** Ids, vectors and payloads, as bytes. */
  const bytesOf = async (name: string): Promise<string> => {
    const body = { limit: 10_000, with_payload: true, with_vector: true };
    const { points } = (await ask<{ points: Stored[] }>(`${named(name)}/points/scroll`, body)) ?? { points: [] };
    expect(points.length).toBe(await countOf(name));
    return points.map(({ id, vector, payload }) => JSON.stringify([id, vector, fieldsInOrder(payload)])).join('\n');
  };
  const whole = async (name: string) => {
    expect(await rag(`whole-${name}`, ['--collection', named(name)])).toMatchObject({ code: 0 });
    return bytesOf(name);
  };

  it('fills one collection from three processes at once, to the byte as one run would', async () => {
    const results = await three('wiki');

    expect(results.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(results.reduce((total, result) => total + dataOf(result).documents, 0)).toBe(300);
    expect(results.filter((result) => dataOf(result).shard.waitingFor.length === 0).length).toBeGreaterThanOrEqual(1);
    expect(await bytesOf('wiki')).toBe(await whole('whole'));
    const { metadata, hnsw_config: hnsw } = (await infoOf('wiki')) ?? {};
    const { upkeep, documents, chunks, bulk_load: deferred } = metadata ?? {};
    expect({ upkeep, documents, chunks, deferred }).toEqual({
      upkeep: { state: 'complete' },
      documents: 300,
      chunks: await countOf('wiki'),
      deferred: undefined,
    });
    expect(hnsw?.m).toBe(16);
  });

  it('keeps it in step with a corpus that has changed', async () => {
    writeCorpus(numbers(280).slice(10));

    const results = await three('wiki');

    expect(results.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(await bytesOf('wiki')).toBe(await whole('changed'));
    expect((await infoOf('wiki'))?.metadata).toMatchObject({ upkeep: { state: 'complete' }, documents: 270 });
  });

  it('goes on where one of the processes was killed', async () => {
    let pid = 0;
    const running = rag('m2', ['--shard', '2/3', '--collection', named('cut')], (started) => {
      pid = started;
    });
    while ((await countOf('cut')) < 20) await setTimeout(1);
    process.kill(pid, 'SIGKILL');
    expect((await running).code).toBe(null);
    const kept = await countOf('cut');

    const results = await three('cut');

    expect(results.map(({ code }) => code)).toEqual([0, 0, 0]);
    const [, second] = results;
    expect(second === undefined ? 0 : dataOf(second).unchanged).toBeGreaterThanOrEqual(kept - 20);
    expect(await bytesOf('cut')).toBe(await whole('uncut'));
  });

  it('says which shards are still to come', async () => {
    const { stdout } = await rag('m1', ['--shard', '1/3', '--collection', named('begun')]);

    expect(stdout.split('\n')).toContain('shard 1 of 3; not complete yet: 2, 3');
    expect((await infoOf('begun'))?.hnsw_config.m).toBe(0);
  });

  it.each([
    [
      ['--shard', '0/3'],
      'error USAGE_INVALID  --shard takes a part of a whole, found "0/3"\n  hint   parts are counted from 1; the second of four:  rag index --shard 2/4\n',
    ],
    [
      ['--shard', '1/3', '--recreate'],
      'error USAGE_INVALID  --shard and --recreate do not go together\n  hint   index into a new collection:  rag index --collection wiki_2 --shard 1/3\n',
    ],
  ])('refuses %j', async (args, stderr) => {
    const result = await rag('m1', args);

    expect({ code: result.code, stderr: result.stderr }).toEqual({ code: 2, stderr });
  });
});

interface Stored {
  readonly id: string;
  readonly vector: readonly number[];
  readonly payload: Readonly<Record<string, unknown>>;
}

interface Info {
  readonly config: {
    readonly metadata?: Readonly<Record<string, unknown>>;
    readonly hnsw_config: { readonly m: number };
  };
}

/** Qdrant gives the fields of a payload back in any order. */
function fieldsInOrder(payload: Stored['payload']) {
  return Object.entries(payload).sort(([a], [b]) => (a < b ? -1 : 1));
}
