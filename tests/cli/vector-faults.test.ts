import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Reply } from '../fakes/local-server.ts';
import { type FakeOpenaiServer, openaiServer, requestTo } from '../fakes/openai-server.ts';
import { failed } from '../fakes/qdrant-context.ts';
import { type QdrantServer, qdrantServer } from '../fakes/qdrant-server.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { type RagResult, runRag } from './run-rag.ts';

const TEXTS = ['red green blue', 'one two three', 'sun moon star', 'iron gold tin'];

const folder = temporaryFolder();
let models: FakeOpenaiServer;
let qdrant: QdrantServer;

beforeAll(async () => {
  models = await openaiServer({ models: ['m'], dimensions: 4 });
  qdrant = await qdrantServer();
});
afterAll(async () => {
  await models.close();
  await qdrant.close();
});
afterEach(() => {
  models.clearFaults();
  qdrant.clearFaults();
  qdrant.data.collections.clear();
  qdrant.data.aliases.clear();
});

interface Setting {
  readonly store?: 'sqlite' | 'qdrant';
  readonly texts?: readonly string[];
}

async function rag(args: readonly string[], { store = 'sqlite', texts = TEXTS }: Setting = {}): Promise<RagResult> {
  await folder.write('corpus.jsonl', texts.map((text, id) => JSON.stringify({ id: String(id), text })).join('\n'));
  await folder.write(
    'rag.config.yaml',
    `corpus: { use: files, paths: [corpus.jsonl] }
chunker: { use: fixed-length, minCharacters: 1 }
embedding: { use: openai, baseUrl: '${models.baseUrl}', model: m, dimensions: 4, batchSize: 2, retries: 0 }
store: ${store === 'sqlite' ? '{ use: sqlite' : `{ use: qdrant, url: '${qdrant.url}'`}, collection: c }
languageModel: builtin/extractive
evaluation: { concurrency: 1 }
`,
  );
  return runRag(args, { cwd: folder.path });
}

const index = (setting: Setting = {}, ...args: string[]) => rag(['index', ...args], setting);

/** What people read on standard error, without what differs from run to run. */
function told({ code, stderr }: RagResult) {
  const text = stderr
    .split('\n')
    .filter((line) => /^(error|warning| {2}hint| {8})/.test(line))
    .join('\n');
  return `${code}\n${masked(text)}`;
}

function masked(text: string): string {
  return text
    .replaceAll(folder.path, 'FOLDER')
    .replaceAll(qdrant.url, 'QDRANT')
    .replaceAll(models.url, 'MODELS')
    .replaceAll(/(process|kill) \d+/g, '$1 PID')
    .replaceAll(/c-[0-9a-f]{8}\.lock/g, 'c-PLACE.lock');
}

const toEmbeddings = requestTo('/v1/embeddings');
const replyTo = (path: RegExp, reply: Reply, times = 1) =>
  qdrant.addFault({ matches: (request) => path.test(`${request.method} ${request.path}`), times, reply });
/** Replies with these vectors, once each. */
const vectors = (...replies: readonly (readonly unknown[])[]) => {
  for (const list of replies) {
    const data = list.map((embedding, at) => ({ index: at, embedding }));
    models.addFault({ matches: toEmbeddings, times: 1, reply: { body: { data } } });
  }
};
const result = (value: unknown): Reply => ({ body: { result: value, status: 'ok', time: 0 } });

describe('vectors from the embedding server', () => {
  it('F-40: a text longer than the context ends the run with its row, or is left out', async () => {
    const refused: Reply = {
      status: 400,
      body: { error: { message: 'This model maximum context length is 8192 tokens', code: 'context_length_exceeded' } },
    };
    models.addFault({ matches: (request) => toEmbeddings(request) && request.body.includes('moon'), reply: refused });

    expect(told(await index())).toMatchInlineSnapshot(`
      "3
      error CONTEXT_OVERFLOW  corpus.jsonl:3, chunk 0: MODELS/v1 cannot take a text this long: This model maximum context length is 8192 tokens (text 0 of the batch: "sun moon star")
        hint   use smaller chunks, or give the model a larger context
               correct it, or leave out up to ten like it:  rag index --max-failures 10"
    `);
    const lenient = await index({}, '--max-failures', '1', '--json');
    expect(JSON.parse(lenient.stdout).data).toMatchObject({ failed: 1, stored: 3 });
  });

  it('F-42: another number of vectors than texts', async () => {
    vectors([[1, 0, 0, 0]]);

    expect(told(await index())).toMatchInlineSnapshot(`
      "3
      error EMBEDDING_INVALID  MODELS/v1 sent 1 vectors for 2 texts
        hint   run again; if it stays, check that the server and the model are meant for embeddings"
    `);
  });

  it('F-43: vectors in another order are put in that of the texts', async () => {
    const data = [
      { index: 1, embedding: [0, 1, 0, 0] },
      { index: 0, embedding: [1, 0, 0, 0] },
    ];
    models.addFault({ matches: toEmbeddings, times: 1, reply: { body: { data } } });
    await index({ texts: TEXTS.slice(0, 2) });

    models.addFault({
      matches: toEmbeddings,
      times: 1,
      reply: { body: { data: [{ index: 0, embedding: [1, 0, 0, 0] }] } },
    });
    const { stdout } = await rag(['search', 'x', '-k', '1', '--json']);
    expect(JSON.parse(stdout).data.hits).toMatchObject([{ text: TEXTS[0], score: 1 }]);
  });

  it('F-43: indexes that are no permutation', async () => {
    const data = [0, 0].map((at) => ({ index: at, embedding: [1, 0, 0, 0] }));
    models.addFault({ matches: toEmbeddings, times: 1, reply: { body: { data } } });

    expect(told(await index())).toMatchInlineSnapshot(`
      "3
      error EMBEDDING_INVALID  MODELS/v1 sent no vector with index 1 among 2
        hint   run again; if it stays, check that the server and the model are meant for embeddings"
    `);
  });

  it('F-44: vectors of another length than before', async () => {
    vectors(
      [
        [1, 0, 0, 0],
        [0, 1, 0, 0],
      ],
      [
        [1, 0],
        [0, 1],
      ],
    );

    expect(told(await index())).toMatchInlineSnapshot(`
      "3
      error EMBEDDING_INVALID  "m" at MODELS/v1 gives vectors of 2 numbers, 4 were expected
        hint   set dimensions to 2, or sendDimensions if the model can shorten its vectors"
    `);
  });

  it('F-44: base64 where numbers were asked for', async () => {
    vectors(['AACAPwAAAAAAAIA/AAAAAA==', 'AACAPwAAAAAAAIA/AAAAAA==']);

    expect(told(await index())).toMatchInlineSnapshot(`
      "3
      error EMBEDDING_INVALID  MODELS/v1 sent no embeddings: data.0.embedding: expected an array of numbers
        hint   run again; if it stays, check that the server and the model are meant for embeddings"
    `);
  });

  it('F-48: a vector that stays unusable ends the run with its row, or is left out', async () => {
    models.addFault({
      matches: (request) => toEmbeddings(request) && request.body.includes('"iron'),
      reply: (request) => {
        const { input } = JSON.parse(request.body);
        return {
          body: {
            data: input.map((text: string, at: number) => ({
              index: at,
              embedding: text.startsWith('iron') ? [0, 0, 0, 0] : [1, 0, 0, 0],
            })),
          },
        };
      },
    });

    expect(told(await index())).toMatchInlineSnapshot(`
      "3
      error EMBEDDING_INVALID  corpus.jsonl:4, chunk 0: "m" at MODELS/v1 gave a vector of zeros, or of numbers not finite (text 1 of the batch: "iron gold tin")
        hint   update the server, or use other weights of the model (F16 instead of a quantised file)
               correct it, or leave out up to ten like it:  rag index --max-failures 10"
    `);
    const lenient = await index({}, '--max-failures', '1', '--json');
    expect(JSON.parse(lenient.stdout)).toMatchObject({
      data: { failed: 1, stored: 3, failures: [{ origin: 'corpus.jsonl:4', code: 'EMBEDDING_INVALID' }] },
      warnings: [{ code: 'ROW_SKIPPED' }],
    });
  });

  it('F-48: a vector that is usable when asked for again alone is stored', async () => {
    vectors(
      [
        [1, 0, 0, 0],
        [1, null, 0, 0],
      ],
      [[0, 1, 0, 0]],
    );

    // One request at a time, so that the second reply is to the text asked for alone.
    const { code, stdout } = await index({}, '--concurrency', '1', '--json');

    expect(code).toBe(0);
    expect(JSON.parse(stdout).data).toMatchObject({ stored: 4, failed: 0 });
  });

  it.each(['sqlite', 'qdrant'] as const)(
    'F-49: a vector of another length than 1 is compared by its direction on %s',
    async (store) => {
      const setting = { store, texts: TEXTS.slice(0, 2) };
      vectors(
        [
          [3, 0, 0, 0],
          [0, 0.5, 0, 0],
        ],
        [[0, 7, 0, 0]],
      );
      await index(setting);

      const { stdout } = await rag(['search', 'x', '-k', '1', '--json'], setting);

      expect(JSON.parse(stdout).data.hits).toMatchObject([{ text: TEXTS[1], score: 1 }]);
    },
  );
});

describe('what is kept between runs', () => {
  it('F-51: a damaged cache of embeddings is replaced, and its texts embedded again', async () => {
    await index();
    for (const ending of ['-wal', '-shm'])
      rmSync(join(folder.path, `.rag/embeddings.sqlite${ending}`), { force: true });
    writeFileSync(join(folder.path, '.rag/embeddings.sqlite'), 'x'.repeat(9000));
    const before = models.requests.length;

    expect(told(await index({}, '--recreate'))).toMatchInlineSnapshot(`
      "0
      warning CACHE_INVALID  FOLDER/.rag/embeddings.sqlite is damaged; it is left as it is and FOLDER/.rag/embeddings.2.sqlite takes its place"
    `);
    expect(models.requests.length).toBeGreaterThan(before);
  });

  it('F-52: a second run on a collection is refused, and takes over with --force', async () => {
    await index();
    const location = createHash('sha256').update(join(folder.path, '.rag/index.sqlite')).digest('hex').slice(0, 8);
    const holder = { pid: process.pid, host: hostname(), processStart: null, since: '2026-01-02T03:04:05.000Z' };
    mkdirSync(join(folder.path, '.rag/indexing'), { recursive: true });
    writeFileSync(join(folder.path, `.rag/indexing/c-${location}.lock`), JSON.stringify(holder));

    expect(told(await index())).toMatchInlineSnapshot(`
      "3
      error INDEX_LOCKED  another run has been indexing collection "c" since 2026-01-02T03:04:05.000Z (process PID)
        hint   wait for it, or stop it:  kill PID
               if it is not running, take its place:  rag index --force"
    `);
    expect(await index({}, '--force')).toMatchObject({ code: 0 });
  });

  it('F-62: a place where nothing can be written', async () => {
    await folder.write('.rag', 'a file');

    expect(told(await index())).toMatchInlineSnapshot(`
      "3
      error FILE_NOT_WRITABLE  cannot write FOLDER/.rag/indexing/c-PLACE.lock (a part of the path is a file)
        hint   check the permissions of its folder, or write to another path"
    `);
  });
});

describe('a Qdrant server', () => {
  const store = 'qdrant' as const;
  const plain = (vectors: unknown) =>
    fetch(`${qdrant.url}/collections/c`, { method: 'PUT', body: JSON.stringify({ vectors }) });

  it.each(['index', 'search'])('F-46: another distance is refused by rag %s', async (command) => {
    await plain({ size: 4, distance: 'Dot' });

    expect(told(await rag([command, ...(command === 'search' ? ['x'] : [])], { store }))).toBe(
      '3\nerror STORE_DISTANCE_MISMATCH  collection "c" in QDRANT compares vectors by Dot, cosine is needed\n  hint   index into another collection',
    );
  });

  it('F-46: named vectors are refused', async () => {
    await plain({ dense: { size: 4, distance: 'Cosine' } });

    expect(told(await index({ store }))).toMatchInlineSnapshot(`
      "3
      error STORE_INVALID  collection "c" in QDRANT holds the named vectors "dense", one vector without a name is needed
        hint   index into another collection"
    `);
  });

  it('F-53: points that were confirmed and dropped are sent again', async () => {
    const upsert = /^PUT .*\/points$/;
    replyTo(upsert, result({ operation_id: 1, status: 'completed' }));

    const { code, stdout } = await index({ store }, '--json');

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ data: { stored: 4, embedded: 4 }, warnings: [{ code: 'POINTS_LOST' }] });
    expect(qdrant.data.collections.get('c~1')?.points.size).toBe(4);
  });

  it('F-53: points that never arrive end the run', async () => {
    replyTo(/^PUT .*\/points$/, result({ operation_id: 1, status: 'completed' }), 99);

    expect(told(await index({ store }))).toMatchInlineSnapshot(`
      "3
      warning POINTS_LOST  collection "c" lacks 4 points that the store confirmed; storing again
      error STORE_INCOMPLETE  collection "c" in QDRANT lacks 4 points, stored again and again
        hint   look at the log of the store; what it has is kept"
    `);
  });

  it('F-54: a collection that is red ends the run', async () => {
    await index({ store });
    const broken = {
      status: 'red',
      optimizer_status: { error: 'No such file' },
      config: { params: { vectors: { size: 4, distance: 'Cosine' } } },
    };
    // The first look is the check before the run.
    let looks = 0;
    qdrant.addFault({
      matches: ({ method, path }) => {
        if (method === 'GET' && path === '/collections/c') looks += 1;
        return looks > 3 && method === 'GET' && path === '/collections/c';
      },
      reply: result(broken),
    });

    expect(told(await index({ store }))).toMatchInlineSnapshot(`
      "3
      error STORE_INVALID  the Qdrant server QDRANT cannot keep collection "c": No such file
        hint   look at the log of the server, then build the collection anew:  rag index --recreate"
    `);
  });

  it('F-55: a collection that another tool has made meanwhile is left alone, and used from the next run on', async () => {
    await plain({ size: 4, distance: 'Cosine' });
    replyTo(/\/exists$/, result({ exists: false }), 2);

    expect(told(await index({ store }))).toMatchInlineSnapshot(`
      "3
      error INDEX_LOCKED  another run has written to collection "c" in QDRANT meanwhile
        hint   when no other run is at work, run the same command again:  rag index"
    `);
    expect(await index({ store })).toMatchObject({ code: 0 });
    expect([...qdrant.data.collections.keys()]).toEqual(['c']);
    expect(qdrant.data.collections.get('c')?.points.size).toBe(4);
  });

  it('F-55: an empty collection that another tool has made is filled as it is', async () => {
    await plain({ size: 4, distance: 'Cosine' });

    expect(await index({ store })).toMatchObject({ code: 0 });
    expect([...qdrant.data.collections.keys()]).toEqual(['c']);
    expect(qdrant.data.collections.get('c')?.points.size).toBe(4);
  });

  it('F-56: a server that is too old to keep metadata is refused', async () => {
    const old = await qdrantServer({ keepsMetadata: false });
    const refused = await rag(['index', '--store-url', old.url], { store });
    await old.close();

    expect(told(refused).replaceAll(old.url, 'OLD')).toMatchInlineSnapshot(`
      "3
      error STORE_INVALID  the Qdrant server OLD does not keep the metadata of a collection
        hint   update the server to Qdrant 1.16 or newer"
    `);
    expect(old.data.collections.size).toBe(0);
  });

  it('F-58: a payload without a text is named with what it holds', async () => {
    await plain({ size: 4, distance: 'Cosine' });
    const points = [{ id: 7, vector: [1, 0, 0, 0], payload: { content: 'sun', page: 3 } }];
    await fetch(`${qdrant.url}/collections/c/points`, { method: 'PUT', body: JSON.stringify({ points }) });

    expect(told(await rag(['search', 'x'], { store }))).toMatchInlineSnapshot(`
      "3
      error PAYLOAD_INVALID  the payload of point 7 has no text under "text": it holds "content", "page"
        hint   name the field that holds the text in the retriever's option "textField""
    `);
  });

  it('F-62: a full disk on the server keeps what was stored, and the same command goes on', async () => {
    const full = failed(
      500,
      'Service internal error: No space left on device: WAL buffer size exceeds available disk space',
    );
    const upsert = ({ method, path }: { method: string; path: string }) => method === 'PUT' && path.endsWith('/points');
    let upserts = 0;
    qdrant.addFault({
      matches: (request) => {
        if (upsert(request)) upserts += 1;
        return upsert(request) && upserts > 1;
      },
      reply: full,
    });

    const stopped = await index({ store });
    const embedded = models.requests.length;
    qdrant.clearFaults();
    const { code, stdout } = await index({ store }, '--json');

    expect(told(stopped)).toMatchInlineSnapshot(`
      "3
      error STORE_FULL  the Qdrant server QDRANT has no space left: Service internal error: No space left on device: WAL buffer size exceeds available disk space
        hint   free some space on the server and run the same command again: it goes on where it stopped"
    `);
    expect({ code, data: JSON.parse(stdout).data }).toMatchObject({ code: 0, data: { stored: 4 } });
    expect(models.requests.length - embedded).toBeLessThanOrEqual(1);
  });
});

describe('rag run', () => {
  it('F-57: goes on with fewer passages than wanted, and says so when there is none', async () => {
    await index();

    const few = await rag(['run', 'sun?', '--k', '9', '--show-passages']);
    const none = await rag(['run', 'sun?', '--set', 'retriever.scoreThreshold=2']);

    expect(few).toMatchObject({ code: 0, stderr: expect.not.stringContaining('NO_PASSAGES') });
    expect(told(none)).toMatchInlineSnapshot(`
      "0
      warning NOT_COMPILED  there is no compiled program at artifacts/compiled_rag_v1.json; running zero-shot (rag compile makes one)
      warning NO_PASSAGES  no passage was found for "sun?": the answer was made without any"
    `);
  });
});
