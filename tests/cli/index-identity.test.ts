import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Fields } from '../../src/core/fields.ts';
import type { VectorStore } from '../../src/core/vector-store.ts';
import { qdrantStore } from '../../src/stores/qdrant-store.ts';
import { sqliteStore } from '../../src/stores/sqlite-store.ts';
import { type HubServer, hubServer } from '../fakes/hub-server.ts';
import { type FakeOpenaiServer, openaiServer } from '../fakes/openai-server.ts';
import { type QdrantServer, qdrantServer } from '../fakes/qdrant-server.ts';
import { makeFolder } from '../temporary-folder.ts';
import { type RagResult, runRag } from './run-rag.ts';

const fixture = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const HUB = fixture('../fixtures/hub-mirror/hub');
const OFFLINE = fixture('../../configs/offline');
const { signal } = new AbortController();

const ALL = ['search', 'run', 'eval', 'compile'] as const;
/** Each is about to ask the index. */
const ASKING = { search: ['search', 'moon'], run: ['run', 'Q?'], eval: ['eval'], compile: ['compile'] } as const;

describe.each(['sqlite', 'qdrant'] as const)('an index on %s', (kind) => {
  const folder = makeFolder();
  let hub: HubServer;
  let models: FakeOpenaiServer;
  let qdrant: QdrantServer;
  let store: VectorStore;

  beforeAll(async () => {
    hub = await hubServer(HUB);
    models = await openaiServer({ models: ['m', 'other'], dimensions: 8 });
    qdrant = await qdrantServer();
    const path = join(folder.path, '.rag/index.sqlite');
    store =
      kind === 'sqlite' ? sqliteStore({ path, collection: 'c' }) : qdrantStore({ url: qdrant.url, collection: 'c' });
    writeFileSync(join(folder.path, 'rag.config.yaml'), config());
    expect(await rag(['index'])).toMatchObject({ code: 0 });
    return async () => {
      await store.close();
      for (const server of [hub, models, qdrant]) await server.close();
      folder.remove();
    };
  });

  const config = () => `corpus: { use: simple-wiki, limit: 5 }
chunker: { use: fixed-length, minCharacters: 10 }
store: { use: ${kind}, collection: c${kind === 'qdrant' ? `, url: '${qdrant.url}'` : ''} }
embedding: { use: openai, baseUrl: '${models.baseUrl}', model: m, dimensions: 8, documentInstruction: 'passage: ', retries: 0 }
languageModel: builtin/extractive
retriever: hybrid
program: { use: rag, k: 2 }
dataset: { use: question-answer, trainRows: '${OFFLINE}/train.jsonl', devRows: '${OFFLINE}/dev.jsonl', train: 2, dev: 2 }
`;
  const rag = (args: readonly string[]) => runRag(args, { cwd: folder.path, environment: { HF_ENDPOINT: hub.url } });
  const asked = (args: readonly string[], names: readonly (keyof typeof ASKING)[]) =>
    Promise.all(names.map((name) => rag([...ASKING[name], ...args])));
  const told = ({ code, stderr }: RagResult) => ({ code, error: masked(stderr.slice(stderr.indexOf('error '))) });
  const warned = (result: RagResult | undefined, notice: string) => ({
    code: result?.code,
    warnings: result?.stderr
      .split('\n')
      .filter((line) => line.includes(notice))
      .map(masked),
  });
  const masked = (text: string) => text.replaceAll(store.location, 'STORE').trim();
  const relabelled = async (change: Fields, use: () => Promise<void>) => {
    const { metadata = {} } = (await store.describe(signal)) ?? {};
    await store.relabel({ ...metadata, ...change }, signal);
    try {
      await use();
    } finally {
      await store.relabel(metadata, signal);
    }
  };

  it('holds vectors of the texts with the instruction before them, and the texts without', async () => {
    const sent = models.requests
      .filter(({ path }) => path === '/v1/embeddings')
      .flatMap(({ body }): string[] => JSON.parse(body).input);
    const stored: string[] = [];
    for await (const page of store.list(['text'], signal))
      stored.push(...page.map(({ payload }) => String(payload.text)));

    expect(sent.sort()).toEqual(stored.map((text) => `passage: ${text}`).sort());
    expect(stored.length).toBeGreaterThan(1);
    expect((await store.describe(signal))?.metadata).toMatchObject({ document_instruction: 'passage: ' });
  });

  it('is asked without a word when it is the one of the configuration', async () => {
    for (const result of await asked([], ALL)) expect(warned(result, 'INDEX_')).toEqual({ code: 0, warnings: [] });
  });

  it.each([
    [
      'F-47: of another embedding model',
      ['--set', 'embedding.model=other'],
      ALL,
      'INDEX_MISMATCH  collection "c" was built with the embedding model "m", the configured one is "other"',
    ],
    [
      'F-45: of other dimensions',
      ['--set', 'embedding.dimensions=16'],
      ['eval'],
      'STORE_DIMENSION_MISMATCH  collection "c" in STORE holds vectors of 8 numbers, the embedding model gives 16',
    ],
    [
      'F-47: of another document instruction',
      ['--set', 'embedding.documentInstruction=text: '],
      ['run'],
      'INDEX_MISMATCH  collection "c" was built with "passage: " before each passage, the configuration says "text: "',
    ],
  ] as const)('%s is refused before anything is embedded', async (_, args, names, message) => {
    const before = models.requests.length;

    const results = [...(await asked(args, names)), await rag(['index', ...args])];

    const error = [
      `error ${message}`,
      '  hint   index into another collection:  rag index --collection c_2',
      '         or build this one anew:  rag index --recreate',
    ].join('\n');
    expect(results.map(told)).toEqual(results.map(() => ({ code: 3, error })));
    expect(models.requests.length).toBe(before);
  });

  it('F-60: of another revision is refused', async () => {
    const results = await asked(['--set', 'corpus.revision=v2'], ['compile', 'search']);

    const error = [
      'error INDEX_MISMATCH  collection "c" was built from revision "main" of "simple-wiki", the configured one is "v2"',
      '  hint   index into another collection:  rag index --collection c_2',
      '         build this one anew:  rag index --recreate',
      '         or replace what is there:  rag index --cleanup full',
    ].join('\n');
    expect(results.map(told)).toEqual(results.map(() => ({ code: 3, error })));
  });

  it('of more rows is refused before any is taken out', async () => {
    const error = [
      'error INDEX_MISMATCH  collection "c" was built from the first 5 rows of "simple-wiki", only the first 3 are to be indexed',
      '  hint   index into another collection:  rag index --collection c_2',
      '         build this one anew:  rag index --recreate',
      '         or take the others out:  rag index --cleanup full',
    ].join('\n');
    expect(told(await rag(['index', '--limit', '3']))).toEqual({ code: 3, error });
    expect((await rag(['index', '--status', '--limit', '3'])).stdout).toContain('only the first 3 are to be indexed');
  });

  it('F-60: is the right one for the commit that its branch stood for', async () => {
    const commit = hub.commitOf('embedding-data/simple-wiki');

    expect(warned(await rag(['search', 'moon', '--set', `corpus.revision=${commit}`]), 'INDEX_').code).toBe(0);
  });

  it('of another corpus, chunker and query instruction is asked with warnings', async () => {
    const files = ['corpus=files', 'corpus.limit=null', `corpus.paths=["${OFFLINE}/corpus.jsonl"]`];
    const changes = [...files, 'chunker.characters=500', 'retriever.queryInstruction=Find it'];

    const [result] = await asked(
      changes.flatMap((change) => ['--set', change]),
      ['eval'],
    );

    expect(warned(result, 'INDEX_DIFFERS')).toEqual({
      code: 0,
      warnings: [
        'was built from the corpus "simple-wiki", the configured one is "files"',
        'was cut by ["fixed-length",{"characters":1024,"overlap":0,"minCharacters":10}], the configured chunker is ["fixed-length",{"characters":500,"overlap":0,"minCharacters":10}]',
        'was indexed for questions with no instruction, the configuration says the instruction "Find it"',
      ].map((text) => `warning INDEX_DIFFERS  collection "c" ${text}`),
    });
  });

  it('is no matter of vectors where words alone are searched', async () => {
    const [result] = await asked(['--retriever', 'bm25', '--set', 'embedding.model=other'], ['search']);

    expect(result?.stderr).not.toContain('INDEX_MISMATCH');
  });

  it.each([
    ['building', 'search', 'eval', 'is not complete: the run that builds it has not come to its end'],
    ['updating', 'run', 'compile', 'is between two states: a run that changes it has not come to its end'],
  ] as const)('that is still %s is good for a look, and not for a score', async (state, look, score, message) => {
    await relabelled({ upkeep: { state } }, async () => {
      const [looked] = await asked([], [look]);
      const scored = await asked([], [score]);

      const text = `INDEX_INCOMPLETE  collection "c" ${message}`;
      expect(warned(looked, 'INDEX_INCOMPLETE')).toEqual({ code: 0, warnings: [`warning ${text}`] });
      const error = `error ${text}\n  hint   wait for that run, or go on where it stopped:  rag index`;
      expect(scored.map(told)).toEqual([{ code: 3, error }]);
    });
  });

  it('F-47: that does not say how it was made is compared by some of its texts', async () => {
    const { metadata = {} } = (await store.describe(signal)) ?? {};
    await store.relabel({}, signal);

    const [same] = await asked([], ['search']);
    const [other] = await asked(['--set', `embedding.documentInstruction=${'sun '.repeat(99)}`], ['search']);
    const index = await rag(['index', '--set', `embedding.documentInstruction=${'sun '.repeat(99)}`]);
    await store.relabel(metadata, signal);

    const message =
      /the vectors of collection "c" are not those of "m": a text embedded again has cosine 0\.\d{3} with its own/;
    expect(same).toMatchObject({ code: 0, stderr: expect.not.stringContaining('INDEX_DIFFERS') });
    expect(other).toMatchObject({ code: 0, stderr: expect.stringMatching(message) });
    expect(index).toMatchObject({ code: 3, stderr: expect.stringMatching(message) });
  });
});

describe('an index of what the command line named', () => {
  const folder = makeFolder();
  const rag = (...args: readonly string[]) => runRag(args, { cwd: folder.path });
  beforeAll(async () => {
    const config = 'embedding: { use: builtin/hashing, dimensions: 64 }\nstore: { use: sqlite, collection: c }\n';
    writeFileSync(join(folder.path, 'rag.config.yaml'), config);
    writeFileSync(join(folder.path, 'moon.txt'), 'The moon goes round the earth once in a month.');
    await rag('index', 'moon.txt', '--set', 'chunker.minCharacters=3');
    return folder.remove;
  });

  it('is asked without a word when the configuration names no other', async () => {
    expect(await rag('search', 'moon')).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringContaining('month'),
    });
  });

  it('is asked with a warning when it does', async () => {
    const { code, stderr } = await rag('search', 'moon', '--set', 'corpus=simple-wiki');

    expect(code).toBe(0);
    expect(stderr).toBe(
      'warning INDEX_DIFFERS  collection "c" was built from the corpus "files", the configured one is "simple-wiki"\n',
    );
  });
});
