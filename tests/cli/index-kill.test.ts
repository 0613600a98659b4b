import { cpSync, mkdirSync, rmSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { lastingMetadata } from '../../src/core/index-manifest.ts';
import { pythonRandom } from '../../src/python/random.ts';
import { sqliteStore } from '../../src/stores/sqlite-store.ts';
import { type FakeOpenaiServer, openaiServer } from '../fakes/openai-server.ts';
import { type QdrantServer, qdrantServer } from '../fakes/qdrant-server.ts';
import { makeFolder } from '../temporary-folder.ts';
import { runRag } from './run-rag.ts';

/** Requests that the embedding server is sent at once. */
const IN_FLIGHT = 2;
const CHUNK = 24;
const NEVER = 0;

interface Scenario {
  readonly name: string;
  readonly args: readonly string[];
  /** What is indexed before; null for nothing. */
  readonly before: string | null;
  readonly corpus: string;
  /** At least. */
  readonly kills: number;
}

/** Some texts stand in several documents; some documents change, go and come. */
const documents = (numbers: readonly number[], version: number) =>
  numbers
    .map((number) => {
      const lines = [`Document ${number} of ${number % 3 === 0 ? version : 1}.`, 'All say this.', `Word${number % 5}.`];
      const text = lines.map((line) => line.padEnd(CHUNK, ' .')).join('');
      return JSON.stringify({ id: `d${number}`, text, part: number % 2 });
    })
    .join('\n');
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);
const FIRST = documents(range(0, 20), 1);
const SECOND = documents(range(5, 25), 2);

const SCENARIOS: readonly Scenario[] = [
  { name: 'a first index', args: [], before: null, corpus: FIRST, kills: 7 },
  { name: 'an update', args: [], before: FIRST, corpus: SECOND, kills: 5 },
  { name: 'an index built anew', args: ['--recreate'], before: FIRST, corpus: SECOND, kills: 3 },
];

function repeated(requests: readonly (readonly string[])[]): readonly string[] {
  const texts = requests.flat();
  return texts.filter((text, at) => texts.indexOf(text) !== at);
}

async function sqliteContents(file: string): Promise<unknown> {
  const { signal } = new AbortController();
  const store = sqliteStore({ path: file, collection: 'c' });
  const points: unknown[] = [];
  for await (const page of store.list([], signal)) {
    const ids = page.map(({ id }) => id);
    for (const { id, vector, payload } of await store.read(ids, signal)) {
      points.push([id, Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('hex'), payload]);
    }
  }
  const { metadata = {} } = (await store.describe(signal)) ?? {};
  const words = await store.text?.search('document word1 say', { k: 99 }, signal);
  await store.close();
  return { metadata: lastingMetadata(metadata), points, words };
}

/** With the sparse vectors of words. */
function qdrantContents({ data }: QdrantServer): unknown {
  const collection = data.collections.get(data.aliases.get('c') ?? '');
  const points = [...(collection?.points.values() ?? [])].map(({ id, vector, sparse, payload }) => [
    id,
    Buffer.from(Float32Array.from(vector).buffer).toString('hex'),
    [...sparse],
    payload,
  ]);
  const { upkeep: _, ...metadata } = collection?.metadata ?? {};
  return { metadata, points: points.sort() };
}

describe.each(['sqlite', 'qdrant'] as const)('rag index on %s, killed again and again', (kind) => {
  const folder = makeFolder();
  const saved = makeFolder();
  const random = pythonRandom(4);
  let models: FakeOpenaiServer;
  let qdrant: QdrantServer;
  const path = (...names: string[]) => join(folder.path, ...names);

  beforeAll(async () => {
    models = await openaiServer({ models: ['m'], dimensions: 16 });
    qdrant = await qdrantServer();
    const store = kind === 'sqlite' ? '{ use: sqlite' : `{ use: qdrant, url: '${qdrant.url}'`;
    writeFileSync(
      path('rag.config.yaml'),
      `corpus: { use: files, paths: [corpus.jsonl], metadata: [part] }
chunker: { use: fixed-length, characters: ${CHUNK}, overlap: 0, minCharacters: 1 }
embedding: { use: openai, baseUrl: '${models.baseUrl}', model: m, dimensions: 16, batchSize: 4, retries: 0, concurrency: ${IN_FLIGHT} }
store: ${store}, collection: c, upsertSize: 6 }
retriever: hybrid
`,
    );
    return async () => {
      await models.close();
      await qdrant.close();
      folder.remove();
      saved.remove();
    };
  });

  const index = (args: readonly string[], onStart: (pid: number) => void = () => {}) =>
    runRag(['index', '--quiet', ...args], { cwd: folder.path, onStart });

  /** With the texts of each request to the embedding server while `work` went on. */
  const embedded = async <Result>(work: () => Promise<Result>) => {
    const before = models.requests.length;
    const result = await work();
    const texts = models.requests
      .slice(before)
      .filter((request) => request.path === '/v1/embeddings')
      .map(({ body }): string[] => JSON.parse(body).input);
    return { result, texts };
  };

  /** Runs the command and counts what it is seen to do: requests to the servers, and writes to the embedded store. */
  const observed = async (args: readonly string[], onEvent: (nth: number, pid: number) => boolean) => {
    let pid = 0;
    let events = 0;
    const seen = (): boolean => {
      events += 1;
      return onEvent(events, pid);
    };
    for (const server of [models, qdrant]) server.addFault({ matches: seen, reply: { reset: true } });
    mkdirSync(path('.rag'), { recursive: true });
    const watcher = kind === 'sqlite' ? watch(path('.rag'), (_, name) => name?.startsWith('index') && seen()) : null;
    const { code, stderr } = await index(args, (started) => {
      pid = started;
    });
    watcher?.close();
    for (const server of [models, qdrant]) server.clearFaults();
    return { code, stderr, events };
  };

  /** Kills the command at the nth event; the request it then makes is lost or carried out. */
  const killed = (args: readonly string[], nth: number, isLost: boolean) =>
    observed(args, (event, pid) => {
      if (event !== nth) return false;
      process.kill(pid, 'SIGKILL');
      return isLost;
    });

  /** Everything in the store, byte by byte. */
  const contents = async (): Promise<unknown> =>
    kind === 'sqlite' ? sqliteContents(path('.rag/index.sqlite')) : qdrantContents(qdrant);

  const keep = () => {
    cpSync(path('.rag'), saved.path, { recursive: true });
    const { collections, aliases } = structuredClone(qdrant.data);
    return () => {
      rmSync(path('.rag'), { recursive: true, force: true });
      cpSync(saved.path, path('.rag'), { recursive: true });
      const fresh = structuredClone({ collections, aliases });
      qdrant.data.collections.clear();
      qdrant.data.aliases.clear();
      for (const [name, collection] of fresh.collections) qdrant.data.collections.set(name, collection);
      for (const [name, target] of fresh.aliases) qdrant.data.aliases.set(name, target);
    };
  };

  const prepared = async (before: string | null): Promise<() => void> => {
    rmSync(path('.rag'), { recursive: true, force: true });
    rmSync(saved.path, { recursive: true, force: true });
    qdrant.data.collections.clear();
    qdrant.data.aliases.clear();
    mkdirSync(path('.rag'), { recursive: true });
    if (before !== null) {
      writeFileSync(path('corpus.jsonl'), before);
      expect(await index([])).toMatchObject({ code: 0, stderr: '' });
    }
    return keep();
  };

  /** Kills the command, once or twice, then lets it end; gives back the texts of each request of each run. */
  const killedUntilItEnds = async (args: readonly string[], most: number) => {
    const runs: string[][][] = [];
    for (const nth of [random.randint(1, most), random.randint(1, Math.ceil(most / 2)), NEVER]) {
      const { result, texts } = await embedded(() => killed(args, nth, random.random() < 0.5));
      runs.push(texts);
      if (result.code === null) continue;
      expect(result).toMatchObject({ code: 0 });
      break;
    }
    return runs;
  };

  it.each(SCENARIOS)(
    'F-50: ends $name as if nothing had happened',
    async ({ args, before, corpus, kills }) => {
      const reset = await prepared(before);
      writeFileSync(path('corpus.jsonl'), corpus);
      const { result: undisturbed, texts: wanted } = await embedded(() => observed(args, () => false));
      expect(undisturbed).toMatchObject({ code: 0, stderr: '' });
      const expected = await contents();

      for (let done = 0; done < kills; ) {
        reset();
        const runs = await killedUntilItEnds(args, undisturbed.events);
        done += runs.length - 1;

        expect(await contents()).toEqual(expected);
        expect(new Set(runs.flat(2))).toEqual(new Set(wanted.flat()));
        for (const [at, run] of runs.entries()) {
          expect(repeated(run)).toEqual([]);
          // Of what a killed run had asked, only the requests under way are asked again: their vectors had not arrived.
          const later = new Set(runs.slice(at + 1).flat(2));
          const again = run.filter((texts) => texts.some((text) => later.has(text)));
          expect(again.length).toBeLessThanOrEqual(IN_FLIGHT);
        }
      }
    },
    300_000,
  );
});
