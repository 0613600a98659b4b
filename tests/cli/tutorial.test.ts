import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLocalFiles } from '../../src/sources/local-files.ts';
import { closedInput } from '../fakes/closed-input.ts';
import { type HubServer, hubServer } from '../fakes/hub-server.ts';
import { type ChatBody, type FakeOpenaiServer, openaiServer } from '../fakes/openai-server.ts';
import { type QdrantServer, qdrantServer } from '../fakes/qdrant-server.ts';
import { hasShared, sharedPath } from '../shared-data.ts';
import { makeFolder } from '../temporary-folder.ts';
import { type RagResult, runRag } from './run-rag.ts';

/** The tutorial's file, from a hub-shaped server: the stand-in rows of the shared data, and always their twin of our own. */
const MIRRORS = [
  {
    name: "rows of the project's own",
    folder: fileURLToPath(new URL('../fixtures/hub-mirror/hub', import.meta.url)),
    documents: 108,
    chunks: 72,
    dev: 15,
  },
  { name: 'the shared stand-in rows', folder: sharedPath('data/hub-mirror'), documents: 1000, chunks: 916, dev: 20 },
];

const SYSTEM =
  'Your input fields are:\n1. `context` (str): \n2. `question` (str):\nYour output fields are:\n1. `reasoning` (str): \n2. `answer` (str):\nAll interactions will be structured in the following way, with the appropriate values filled in.\n\n[[ ## context ## ]]\n{context}\n\n[[ ## question ## ]]\n{question}\n\n[[ ## reasoning ## ]]\n{reasoning}\n\n[[ ## answer ## ]]\n{answer}\n\n[[ ## completed ## ]]\nIn adhering to this structure, your objective is: \n        Given the fields `context`, `question`, produce the fields `answer`.';

for (const mirror of MIRRORS) {
  describe.skipIf(!hasShared('data/hub-mirror') && mirror.documents === 1000)(`the tutorial on ${mirror.name}`, () => {
    const folder = makeFolder();
    let hub: HubServer;
    let embeddings: FakeOpenaiServer;
    let chat: FakeOpenaiServer;
    let qdrant: QdrantServer;
    let truth: ReadonlyMap<string, { readonly answer: string; readonly position: number }>;

    beforeAll(async () => {
      truth = await readTruth(mirror.folder);
      hub = await hubServer(mirror.folder);
      embeddings = await openaiServer({ flavour: 'ollama', models: ['qwen3-embedding:0.6b'], dimensions: 1024 });
      chat = await openaiServer({ flavour: 'llama.cpp', chat: (body) => reply(body, truth) });
      qdrant = await qdrantServer();
    });
    afterAll(async () => {
      await Promise.all([hub, embeddings, chat, qdrant].map((server) => server.close()));
      folder.remove();
    });

    const rag = (...args: string[]): Promise<RagResult> =>
      runRag(args, {
        cwd: folder.path,
        environment: {
          HF_ENDPOINT: hub.url,
          RAG_EMBEDDING_BASE_URL: embeddings.baseUrl,
          RAG_LANGUAGE_MODEL_BASE_URL: chat.baseUrl,
          RAG_STORE_URL: qdrant.url,
        },
      });

    it('indexes the first thousand rows', async () => {
      const result = await rag('index', '--json');

      expect(result).toMatchObject({ code: 0, stderr: expect.any(String) });
      expect(JSON.parse(result.stdout)).toMatchObject({
        schema: 'rag/v1',
        command: 'index',
        ok: true,
        data: {
          documents: mirror.documents,
          chunks: mirror.chunks,
          embedded: mirror.chunks,
          upserted: mirror.chunks,
          stored: mirror.chunks,
          collection: 'simple_wiki_rag',
          dimensions: 1024,
        },
        warnings: [],
        error: null,
      });
    });

    it('ends with the number of chunks, and stores nothing twice', async () => {
      const result = await rag('index');

      expect(result.stdout.trimEnd().split('\n').at(-1)).toBe(`${mirror.chunks} chunks indexed`);
      expect(result.stdout.split('\n')[0]).toBe(`collection "simple_wiki_rag": ${mirror.chunks} points`);
    });

    it("asks the language model DSPy's question when it compiles", async () => {
      const result = await rag('compile', '--train', '20', '--eval', '--json');
      const [first] = chat.chats;

      expect(result).toMatchObject({ code: 0, stderr: expect.any(String) });
      expect(Object.keys(first ?? {}).sort()).toEqual(['messages', 'model', 'temperature']);
      expect(first?.model).toBe('unsloth/gemma-3-4b-it-GGUF:Q4_K_M');
      expect(first?.temperature).toBe(0.1);
      expect(first?.messages[0]).toEqual({ role: 'system', content: SYSTEM });
      expect(first?.messages.map(({ role }) => role).join(' ')).toBe(
        'system user assistant user assistant user assistant user assistant user',
      );
      const { data } = JSON.parse(result.stdout);
      expect(data).toMatchObject({
        artifact: 'artifacts/compiled_rag_v1.json',
        optimizer: 'bootstrap-few-shot',
        trainset: 20,
        bootstrapped: 4,
        labeled: 0,
      });
      expect(data.eval.variants).toMatchObject([
        { label: 'zero-shot', score: 0, correct: 0, total: mirror.dev, failures: 0 },
        { label: 'compiled', total: mirror.dev, failures: 0 },
      ]);
      expect(data.eval.variants[1].correct).toBeGreaterThan(0);
    });

    it('saves what DSPy would save', () => {
      const saved = JSON.parse(readFileSync(join(folder.path, 'artifacts', 'compiled_rag_v1.json'), 'utf8'));

      expect(Object.keys(saved)).toEqual(['retrieve', 'generate_answer.predict', 'metadata']);
      expect(saved.retrieve).toEqual({ k: 3 });
      expect(saved.metadata.dependency_versions).toEqual({ python: '3.11', dspy: '3.0.4', cloudpickle: '3.1' });
      expect(saved['generate_answer.predict'].demos.map((demo: object) => Object.keys(demo))).toEqual(
        Array.from({ length: 4 }, () => ['augmented', 'context', 'question', 'reasoning', 'answer']),
      );
    });

    it('gives the loaded program the score and the requests of the one in memory', async () => {
      const inMemory = chat.chats.slice(-mirror.dev).map((body) => JSON.stringify(body));
      const before = chat.chats.length;

      const result = await rag('eval', '--program', 'compiled_rag_v1.json', '--json');
      const loaded = chat.chats
        .slice(before)
        .slice(-mirror.dev)
        .map((body) => JSON.stringify(body));

      expect(result).toMatchObject({ code: 0, stderr: expect.any(String) });
      expect(loaded.sort()).toEqual(inMemory.sort());
      const { data } = JSON.parse(result.stdout);
      expect(data.metric).toBe('answer_exact_match');
      expect(data.variants.map(({ label, program }: Record<string, unknown>) => ({ label, program }))).toEqual([
        { label: 'zero-shot', program: null },
        { label: 'compiled', program: 'artifacts/compiled_rag_v1.json' },
      ]);
      expect(data.comparison).toMatchObject({ baseline: 'zero-shot', candidate: 'compiled', lost: 0 });
    });

    it('prints the table of the tutorial', async () => {
      const { code, stdout } = await rag('eval', '--program', 'compiled_rag_v1.json');

      expect(code).toBe(0);
      expect(stdout).toMatch(/^zero-shot +0\.00 %/m);
      expect(stdout).toMatch(/^compiled +\d+\.\d\d %/m);
    });

    it('answers a question with its passages', async () => {
      const [question = ''] = truth.keys();

      const { code, stdout } = await rag('run', question, '--program', 'compiled_rag_v1.json', '--json');

      expect(code).toBe(0);
      expect(JSON.parse(stdout).data).toMatchObject({
        question,
        reasoning: 'The passages say so.',
        passages: [{}, {}, {}],
      });
    });

    it('makes no request to the hub once the data are here', async () => {
      const before = hub.requests.length;

      const { code } = await runRag(['index', '--limit', '10', '--collection', 'offline'], {
        cwd: folder.path,
        environment: {
          HF_HUB_OFFLINE: '1',
          HF_ENDPOINT: hub.url,
          RAG_EMBEDDING_BASE_URL: embeddings.baseUrl,
          RAG_STORE_URL: qdrant.url,
        },
      });

      expect(code).toBe(0);
      expect(hub.requests.length).toBe(before);
    });
  });
}

/** A model that gets nothing right without demos, and two questions out of three with them. */
function reply({ messages }: ChatBody, truth: ReadonlyMap<string, { answer: string; position: number }>): string {
  const last = messages.at(-1)?.content ?? '';
  const question = /\[\[ ## question ## \]\]\n([\s\S]*?)\n\nRespond with/.exec(last)?.[1] ?? '';
  const known = truth.get(question.trim());
  const isRight = known !== undefined && messages.length > 2 && known.position % 3 !== 0;
  return `[[ ## reasoning ## ]]\nThe passages say so.\n\n[[ ## answer ## ]]\n${isRight ? known.answer : 'nobody knows'}\n\n[[ ## completed ## ]]`;
}

async function readTruth(mirror: string): Promise<Map<string, { answer: string; position: number }>> {
  const folder = join(mirror, 'hotpotqa', 'hotpot_qa', 'fullwiki');
  const paths = [0, 1].map((part) => join(folder, `train-0000${part}-of-00002.parquet`));
  const location = { type: 'files', paths, columns: ['question', 'answer'], limit: null } as const;
  const { rows } = await openLocalFiles(
    location,
    { folder, standardInput: closedInput, report: () => {} },
    new AbortController().signal,
  );
  const truth = new Map<string, { answer: string; position: number }>();
  for await (const { fields } of rows) {
    truth.set(String(fields.question).trim(), { answer: String(fields.answer), position: truth.size });
  }
  return truth;
}
