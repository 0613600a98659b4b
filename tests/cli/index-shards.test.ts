import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type QdrantServer, qdrantServer } from '../fakes/qdrant-server.ts';
import { makeFolder } from '../temporary-folder.ts';
import { type RagResult, runRag } from './run-rag.ts';

/** Three "machines": processes at the same time, each with a folder of its own, and one server. */
describe('rag index --shard', () => {
  const folder = makeFolder();
  let server: QdrantServer;
  beforeAll(async () => {
    server = await qdrantServer();
    writeCorpus(numbers(300));
  });
  afterAll(async () => {
    await server.close();
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
store: { use: qdrant, url: '${server.url}', collection: wiki, bulk: true, upsertSize: 10 }
`,
    );
    return runRag(['index', ...args], { cwd, ...(onStart === undefined ? {} : { onStart }) });
  };
  const three = (collection: string) =>
    Promise.all(
      [1, 2, 3].map((index) => rag(`m${index}`, ['--shard', `${index}/3`, '--collection', collection, '--json'])),
    );
  const dataOf = ({ stdout }: RagResult) => JSON.parse(stdout).data;
  const collectionOf = (name: string) => {
    const found = server.data.collections.get(server.data.aliases.get(name) ?? name);
    if (found === undefined) throw new Error(`no collection ${name}`);
    return found;
  };
  /** Ids, vectors and payloads, as bytes. */
  const bytesOf = (name: string) =>
    JSON.stringify(
      [...collectionOf(name).points.values()]
        .map(({ id, vector, payload }) => [String(id), vector, payload] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  const whole = async (name: string) => {
    expect(await rag(`whole-${name}`, ['--collection', name])).toMatchObject({ code: 0 });
    return bytesOf(name);
  };

  it('fills one collection from three processes at once, to the byte as one run would', async () => {
    const results = await three('wiki');

    expect(results.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(results.reduce((total, result) => total + dataOf(result).documents, 0)).toBe(300);
    expect(results.filter((result) => dataOf(result).shard.waitingFor.length === 0).length).toBeGreaterThanOrEqual(1);
    expect(bytesOf('wiki')).toBe(await whole('whole'));
    const { upkeep, documents, chunks, bulk_load: deferred } = collectionOf('wiki').metadata;
    expect({ upkeep, documents, chunks, deferred }).toEqual({
      upkeep: { state: 'complete' },
      documents: 300,
      chunks: collectionOf('wiki').points.size,
      deferred: undefined,
    });
    expect(collectionOf('wiki').hnsw.m).toBe(16);
  });

  it('keeps it in step with a corpus that has changed', async () => {
    writeCorpus(numbers(280).slice(10));

    const results = await three('wiki');

    expect(results.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(bytesOf('wiki')).toBe(await whole('changed'));
    expect(collectionOf('wiki').metadata).toMatchObject({ upkeep: { state: 'complete' }, documents: 270 });
  });

  it('goes on where one of the processes was killed', async () => {
    const killed = await rag('m2', ['--shard', '2/3', '--collection', 'cut'], (pid) => {
      const seen = setInterval(() => {
        if (!server.data.aliases.has('cut') || collectionOf('cut').points.size < 20) return;
        clearInterval(seen);
        process.kill(pid, 'SIGKILL');
      }, 1);
    });
    expect(killed.code).toBe(null);
    const kept = collectionOf('cut').points.size;

    const results = await three('cut');

    expect(results.map(({ code }) => code)).toEqual([0, 0, 0]);
    const [, second] = results;
    expect(second === undefined ? 0 : dataOf(second).unchanged).toBeGreaterThanOrEqual(kept - 20);
    expect(bytesOf('cut')).toBe(await whole('uncut'));
  });

  it('says which shards are still to come', async () => {
    const { stdout } = await rag('m1', ['--shard', '1/3', '--collection', 'begun']);

    expect(stdout.split('\n')).toContain('shard 1 of 3; not complete yet: 2, 3');
    expect(collectionOf('begun').hnsw.m).toBe(0);
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
