import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localServer } from '../fakes/local-server.ts';
import { type ChatBody, type FakeOpenaiServer, openaiServer, type ScriptedReply } from '../fakes/openai-server.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { type RagOptions, type RagResult, runRag } from './run-rag.ts';
import { toldError } from './told-error.ts';

const OFFLINE = fileURLToPath(new URL('../../configs/offline', import.meta.url));
const CANARY = 'sk-canary-0123456789abcdef';
const RIGHT = '[[ ## reasoning ## ]]\nr\n\n[[ ## answer ## ]]\nPort Ellery\n\n[[ ## completed ## ]]';

const folder = temporaryFolder();
let models: FakeOpenaiServer;
let chat: (body: ChatBody) => ScriptedReply | Promise<ScriptedReply>;

beforeAll(async () => {
  models = await openaiServer({ flavour: 'openai', apiKey: CANARY, dimensions: 8, chat: (body) => chat(body) });
});
afterAll(() => models.close());

/** Embedded store, sample data, and models on a local server that wants a key. */
function config(changes = ''): string {
  return `corpus: { use: files, paths: ['${OFFLINE}/corpus.jsonl'], limit: 5 }
store: { use: sqlite, collection: sample }
embedding: { use: openai, baseUrl: '${models.baseUrl}', model: 'qwen3-embedding:0.6b', apiKey: '\${MODEL_KEY}', retries: 0, dimensions: 8 }
languageModel: { use: openai, baseUrl: '${models.baseUrl}', model: gemma-3-4b-it, apiKey: '\${MODEL_KEY}', retries: 0 }
dataset: { use: question-answer, trainRows: '${OFFLINE}/train.jsonl', devRows: '${OFFLINE}/dev.jsonl', train: 4, dev: 4 }
evaluation: { concurrency: 2, maxErrors: 3 }
${changes}`;
}

async function rag(
  args: readonly string[],
  options: Partial<RagOptions> & { readonly changes?: string } = {},
): Promise<RagResult> {
  const { changes, ...rest } = options;
  await folder.write('rag.config.yaml', config(changes));
  return runRag(args, { cwd: folder.path, environment: { MODEL_KEY: CANARY, ...rest.environment }, ...rest });
}

const told = (result: RagResult) => toldError(result, folder.path);

describe('rag, when something is wrong', () => {
  it('names the address of a language model that is down, and what to type', async () => {
    await rag(['index']);

    const gone = await localServer(() => ({}));
    await gone.close();

    const result = await rag(['run', 'Q?', '--language-model-url', `${gone.url}/v1`]);

    expect(told(result)).toMatchInlineSnapshot(`
      {
        "code": 5,
        "error": "error MODEL_UNREACHABLE  nothing answers at http://HOST/v1 (connection refused)
        hint   check that the server runs and that the base URL is right
               or work without any server:  --config offline",
      }
    `);
  });

  it('says which variable holds a key that is missing', async () => {
    const result = await rag(['index'], { environment: { MODEL_KEY: '' } });

    expect(told(result)).toMatchInlineSnapshot(`
      {
        "code": 4,
        "error": "error KEY_MISSING  embedding.apiKey is taken from the environment variable MODEL_KEY, which is not set
        hint   export MODEL_KEY=…",
      }
    `);
  });

  it('does not go on with a key that is rejected', async () => {
    const result = await rag(['index'], { environment: { MODEL_KEY: 'sk-wrong' } });

    expect(told(result)).toMatchInlineSnapshot(`
      {
        "code": 4,
        "error": "error KEY_REJECTED  http://HOST/v1 does not accept the key …: Incorrect API key provided.
        hint   check apiKey for this server, and the environment variable it comes from",
      }
    `);
  });

  it('F-45: refuses a collection of other dimensions before it embeds anything', async () => {
    await rag(['index']);
    const before = models.requests.length;

    const result = await rag(['index', '--set', 'embedding.dimensions=16']);

    expect(told(result)).toMatchInlineSnapshot(`
      {
        "code": 3,
        "error": "error STORE_DIMENSION_MISMATCH  collection "sample" in FOLDER/.rag/index.sqlite holds vectors of 8 numbers, the embedding model gives 16
        hint   index into another collection:  rag index --collection sample_2
               or build this one anew:  rag index --recreate",
      }
    `);
    expect(models.requests.length).toBe(before);
  });

  it('asks for an index before questions', async () => {
    expect(told(await rag(['run', 'Q?']))).toMatchInlineSnapshot(`
      {
        "code": 3,
        "error": "error COLLECTION_NOT_FOUND  there is no collection "sample" in FOLDER/.rag/index.sqlite
        hint   fill it first:  rag index --collection sample",
      }
    `);
  });

  it('says where an artifact is broken', async () => {
    await rag(['index']);
    await folder.write('artifacts/broken.json', '{"generate_answer.predict": [,]}');

    expect(told(await rag(['run', 'Q?', '--program', 'broken.json']))).toMatchInlineSnapshot(`
      {
        "code": 3,
        "error": "error ARTIFACT_INVALID  artifacts/broken.json is not JSON: expected a value, found "," at line 1, column 30
        hint   make a new one:  rag compile",
      }
    `);
  });

  it('lists the columns where one is missing', async () => {
    await rag(['index']);
    await folder.write('dev.jsonl', '{"id": "1", "query": "Q?", "answer": "A"}\n');

    expect(told(await rag(['eval', '--dev-file', 'dev.jsonl']))).toMatchInlineSnapshot(`
      {
        "code": 3,
        "error": "error DATASET_COLUMN_MISSING  dev.jsonl:1 has no column "question"; it has "query", "id", "answer"
        hint   say which column it is:  --set dataset.question=…",
      }
    `);
  });

  it('refuses an empty corpus', async () => {
    await folder.write('empty.jsonl', '');

    const result = await rag(['index'], {
      changes: '',
      environment: { MODEL_KEY: CANARY, RAG_CORPUS_PATHS: `[${join(folder.path, 'empty.jsonl')}]` },
    });

    expect(told(result)).toMatchInlineSnapshot(`
      {
        "code": 3,
        "error": "error CORPUS_EMPTY  nothing to index in the corpus "files": it has no documents",
      }
    `);
  });

  it('counts replies it cannot read, and goes on', async () => {
    await rag(['index']);
    let nth = 0;
    chat = () => {
      nth += 1;
      return nth <= 2 ? 'no format at all' : RIGHT;
    };

    const result = await rag(['eval', '--json', '--concurrency', '1']);

    expect(result.code).toBe(0);
    expect(JSON.parse(result.stdout).data.variants).toMatchObject([{ label: 'zero-shot', total: 4, failures: 1 }]);
  });

  it('asks no model for a program that cannot be saved', async () => {
    await rag(['index']);
    await folder.write('mine.json/notes.txt', 'a folder');
    const asked = models.chats.length;

    const result = await rag(['compile', '--out', 'mine.json']);

    expect(told(result)).toMatchInlineSnapshot(`
      {
        "code": 3,
        "error": "error FILE_NOT_WRITABLE  FOLDER/mine.json is not a regular file
        hint   write to another path, or remove it first",
      }
    `);
    expect(models.chats.length).toBe(asked);
  });

  it('stops with exit code 7 when too many questions fail', async () => {
    await rag(['index']);
    chat = () => 'no format at all';

    const result = await rag(['eval', '--concurrency', '1']);

    expect(told(result)).toMatchInlineSnapshot(`
      {
        "code": 7,
        "error": "error TOO_MANY_FAILURES  3 of the first 3 questions failed for "zero-shot", the last with REPLY_UNPARSABLE: the reply is not a JSON object: 'no format at all'
        hint   ask the failed questions again, and go on:  rag eval --retry-errors
               or allow more:  rag eval --max-errors 5 --resume",
      }
    `);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'stops in order at %s, and keeps the artifact that was there',
    async (signal) => {
      await rag(['index']);
      await folder.write('artifacts/compiled_rag_v1.json', 'the old one');
      let pid = 0;
      chat = async () => {
        process.kill(pid, signal);
        return new Promise((resolve) => setTimeout(() => resolve(RIGHT), 500));
      };

      const result = await rag(['compile'], {
        onStart: (id) => {
          pid = id;
        },
      });

      expect(told(result)).toEqual({
        code: signal === 'SIGINT' ? 130 : 143,
        error: `error INTERRUPTED  interrupted by ${signal}\n  hint   everything confirmed so far is kept; run the same command again to go on`,
      });
      expect(readFileSync(join(folder.path, 'artifacts', 'compiled_rag_v1.json'), 'utf8')).toBe('the old one');
    },
  );

  it('prints one object and nothing else on standard output with --json', async () => {
    const result = await rag(['run', 'Q?', '--json']);

    expect(result.code).toBe(3);
    expect(result.stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(JSON.parse(result.stdout)).toMatchObject({
      schema: 'rag/v1',
      command: 'run',
      ok: false,
      data: null,
      error: { code: 'COLLECTION_NOT_FOUND', details: { collection: 'sample' } },
    });
  });

  it.each([
    [['frobnicate'], "error USAGE_INVALID  unknown command 'frobnicate'\n  hint   rag --help"],
    [
      ['--config', 'offline', 'index'],
      "error USAGE_INVALID  unknown option '--config'\n  hint   options stand behind the command:  rag index --config offline\n         rag --help",
    ],
    [
      ['index', '--limt', '3'],
      "error USAGE_INVALID  unknown option '--limt'\n  hint   did you mean --limit?\n         rag index --help",
    ],
    [
      ['index', '--limit', 'many'],
      'error CONFIG_INVALID  --limit: corpus.limit: invalid input: expected number, received string, found "many"',
    ],
    [['index', '--set', 'nonsense'], 'error USAGE_INVALID  --set takes key=value, found "nonsense"'],
    [['run'], 'error USAGE_INVALID  standard input holds no question\n  hint   rag run "Who wrote the Iliad?"'],
  ])('answers %j with exit code 2', async (args, error) => {
    if (args[0] === 'run') await rag(['index']);
    const result = told(await rag(args));

    expect(result.code).toBe(2);
    expect(result.error.startsWith(error)).toBe(true);
  });

  it('shows no key that cannot be sent', async () => {
    const environment = { MODEL_KEY: `${CANARY}\n${CANARY}` };

    const results = [await rag(['index'], { environment }), await rag(['run', 'Q?'], { environment })];

    const error = [
      'error CONFIG_INVALID  the key for http://HOST/v1 cannot be sent: it holds a control character (U+000A) at position 27',
      '  hint   copy the key once more; it is one line of letters, digits and signs',
    ].join('\n');
    expect(results.map(told)).toEqual([
      { code: 2, error },
      { code: 2, error },
    ]);
    expect(results.map(({ stdout, stderr }) => stdout + stderr).join('')).not.toContain(CANARY);
  });

  it('never shows a key: not on the terminal, not in a file', async () => {
    chat = () => RIGHT;
    const results = [
      await rag(['index', '--verbose']),
      await rag(['compile', '--verbose', '--set', 'languageModel.cache=true']),
      await rag(['eval', '--rows', '--verbose']),
      await rag(['run', 'Q?', '--verbose', '--json']),
      await rag(['config', 'show', '--origin']),
      await rag(['config', 'show'], { environment: { MODEL_KEY: CANARY, RAG_LANGUAGE_MODEL_API_KEY: CANARY } }),
    ];

    expect(results.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(results.map(({ stdout, stderr }) => stdout + stderr).join('')).not.toContain(CANARY);
    expect(filesBelow(folder.path).filter((path) => readFileSync(path).includes(CANARY))).toEqual([]);
  });

  it('keeps control characters of a model out of the terminal', async () => {
    await rag(['index']);
    chat = () => RIGHT.replace('Port Ellery', 'a\u001B]0;title\u0007b\u001B[2Jc');

    const { stdout } = await rag(['run', 'Q?']);

    expect(stdout).toBe('a\\x1b]0;title\\x07b\\x1b[2Jc\n');
  });

  it('answers each line of standard input', async () => {
    await rag(['index']);
    chat = ({ messages }) =>
      RIGHT.replace('Port Ellery', /Question \w/.exec(messages.at(-1)?.content ?? '')?.[0] ?? '');

    const { stdout } = await rag(['run'], { stdin: 'Question A\n\nQuestion B\n' });

    expect(stdout).toBe('Question A\nQuestion B\n');
  });
});

function filesBelow(path: string): string[] {
  if (!existsSync(path)) return [];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
