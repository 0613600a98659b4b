import { existsSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeOpenaiServer, openaiServer } from '../fakes/openai-server.ts';
import { type QdrantServer, qdrantServer } from '../fakes/qdrant-server.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { runRag } from './run-rag.ts';

const ROWS = Array.from({ length: 12 }, (_, index) => JSON.stringify({ id: `d${index}`, text: `Document ${index}.` }));

describe.each(['sqlite', 'qdrant'] as const)('rag index --status on %s', (kind) => {
  const folder = temporaryFolder();
  let models: FakeOpenaiServer;
  let qdrant: QdrantServer;
  beforeEach(async () => {
    models = await openaiServer({ models: ['m'], dimensions: 16 });
    qdrant = await qdrantServer();
    const store = kind === 'sqlite' ? '{ use: sqlite' : `{ use: qdrant, url: '${qdrant.url}'`;
    await folder.write('corpus.jsonl', ROWS.join('\n'));
    await folder.write(
      'rag.config.yaml',
      `corpus: { use: files, paths: [corpus.jsonl] }
chunker: { use: fixed-length, minCharacters: 1 }
embedding: { use: openai, baseUrl: '${models.baseUrl}', model: m, dimensions: 16, batchSize: 4, retries: 0, concurrency: 1 }
store: ${store}, collection: c }
`,
    );
  });
  afterEach(async () => {
    await models.close();
    await qdrant.close();
  });

  const index = (...args: string[]) => runRag(['index', ...args], { cwd: folder.path });
  const status = async (...args: string[]) => {
    const { code, stdout } = await index('--status', '--json', ...args);
    return { code, ...JSON.parse(stdout) };
  };
  /** Starts a run that stops short at its second request to the model, and waits until the first four chunks are stored. */
  const startStuckRun = async (...args: string[]) => {
    let requests = 0;
    const matches = ({ path }: { path: string }) => path.endsWith('/embeddings') && ++requests > 1;
    models.addFault({ matches, reply: { delayMs: 600_000 } });
    let pid = 0;
    const ended = runRag(['index', ...args], { cwd: folder.path, onStart: (id) => (pid = id) });
    for (;;) {
      const { data } = await status();
      const journal = data.successor?.journal ?? data.journal;
      if (journal?.swept.chunks === 4) return { pid, ended };
    }
  };

  it('says what to type where there is no index, and makes nothing', async () => {
    const { code, stdout, stderr } = await index('--status');
    const { data, error } = await status();

    expect(code).toBe(3);
    expect(stdout).toMatch(/: not there\njournal {2}none on this machine\nnext {5}rag index builds the collection\n$/);
    expect(stderr).toContain('rag index --collection c');
    expect(data).toMatchObject({ state: 'absent', points: null, manifest: null, journal: null, shards: [] });
    expect(error).toMatchObject({ code: 'COLLECTION_NOT_FOUND' });
    expect(existsSync(join(folder.path, '.rag'))).toBe(false);
  });

  it('tells of a complete index and of the run that made it, without the key of the model', async () => {
    await index();
    const { code, data, error } = await status('--set', 'embedding.apiKey=${MODEL_KEY}');

    expect([code, error]).toEqual([0, null]);
    expect(data).toMatchObject({
      collection: 'c',
      state: 'complete',
      points: 12,
      atWork: [],
      manifest: { embedding_model: 'm', dimensions: 16, chunker: 'fixed-length', documents: 12, chunks: 12 },
      journal: { isCurrent: true, chunks: 12, swept: { documents: 12, chunks: 12 }, run: { chunks: 12, embedded: 12 } },
      successor: null,
      differences: [],
      refusal: null,
      next: 'rag index reads the corpus, leaves what is stored (12 chunks) and embeds the rest; what the corpus no longer has is removed',
    });
  });

  it('watches a run at work without disturbing it, and says how one that was killed goes on', async () => {
    const run = await startStuckRun();
    const watched = await status();
    const text = (await index('--status')).stdout;
    process.kill(run.pid, 'SIGKILL');
    await run.ended;
    const killed = await status();
    models.clearFaults();
    const after = await index('--json');

    expect(watched.data).toMatchObject({
      state: 'building',
      points: 4,
      atWork: [{ pid: run.pid, host: hostname(), shard: null }],
      journal: { isCurrent: true, chunks: 4, swept: { chunks: 4 }, run: { endedAt: null } },
      next: `rag index is refused until process ${run.pid} on ${hostname()} has ended`,
    });
    expect(text).toMatch(/last run .* so far: \d+ documents read, 4 chunks in place\n/);
    expect(killed.data).toMatchObject({
      state: 'building',
      points: 4,
      atWork: [],
      next: 'rag index goes on where the last run stopped: it reads the corpus, leaves what is stored (4 chunks) and embeds the rest; what the corpus no longer has is removed',
    });
    expect(JSON.parse(after.stdout).data).toMatchObject({ stored: 12, unchanged: 4 });
  });

  it('tells of a replacement that was not finished', async () => {
    await index();
    const run = await startStuckRun('--recreate', '--set', 'embedding.cache=false');
    process.kill(run.pid, 'SIGKILL');
    await run.ended;
    const { data } = await status();

    expect(data).toMatchObject({ state: 'complete', points: 12, successor: { points: 4, journal: { chunks: 4 } } });
    expect(data.next).toMatch(
      /^rag index --recreate goes on with the replacement, which has 4 points; rag index leaves/,
    );
  });

  it('says why a run would be refused, what differs, and that a journal is out of date', async () => {
    await index();
    const other = await status('--embedding-model', 'other');
    const cut = await status('--set', 'chunker.characters=500', '--cleanup', 'none');
    const elsewhere = await runRag(['index', '--status', '--json'], {
      cwd: folder.path,
      environment: { RAG_HOME: kind === 'sqlite' ? '.rag' : 'elsewhere' },
    });

    expect(other.code).toBe(0);
    expect(other.data.refusal).toMatchObject({ code: 'INDEX_MISMATCH', hint: expect.stringContaining('--recreate') });
    expect(other.data.next).toMatch(/^rag index refuses: collection "c" was built with the embedding model "m"/);
    expect(cut.data.differences).toHaveLength(1);
    expect(cut.data.next).toMatch(/^rag index reads the corpus as configured now, .*; nothing is removed$/);
    if (kind === 'qdrant') {
      expect(JSON.parse(elsewhere.stdout).data).toMatchObject({
        journal: null,
        next: expect.stringContaining('asks the store for the ids of its 12 points'),
      });
    }
  });

  it('tells of each shard', async () => {
    await index('--shard', '1/2');
    const { data } = await status();

    expect(data.shards).toMatchObject([{ index: 1, count: 2, counts: { documents: expect.any(Number) } }]);
  });
});

describe('rag index --status without an answer from the store', () => {
  const folder = temporaryFolder();

  it('gives the error, and what is known on this machine', async () => {
    const qdrant = await qdrantServer();
    writeFileSync(join(folder.path, 'corpus.jsonl'), ROWS.join('\n'));
    writeFileSync(
      join(folder.path, 'rag.config.yaml'),
      `corpus: { use: files, paths: [corpus.jsonl] }
chunker: { use: fixed-length, minCharacters: 1 }
embedding: builtin/hashing
store: { url: '${qdrant.url}', collection: c }
`,
    );
    const rag = (...args: string[]) => runRag(['index', ...args], { cwd: folder.path });
    await rag();
    await qdrant.close();
    const { code, stdout } = await rag('--status', '--json');
    const { data, error } = JSON.parse(stdout);

    expect([code, error.code]).toEqual([5, 'STORE_UNREACHABLE']);
    expect(data).toMatchObject({
      state: 'unknown',
      points: null,
      journal: { isCurrent: null, chunks: 12, run: { collection: 'c', location: qdrant.url, chunks: 12 } },
      next: 'when the store answers, rag index compares it with the journal and goes on',
    });
  });
});
