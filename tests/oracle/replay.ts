import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { runRag } from '../cli/run-rag.ts';
import type { ChatBody } from '../fakes/openai-server.ts';
import { makeFolder } from '../temporary-folder.ts';
import { evaluateOptions, type Recording } from './recording.ts';
import { type ScriptedServer, scriptedServer } from './scripted-server.ts';

const score = z.union([z.number(), z.boolean()]);
const demos = z.array(z.looseObject({ question: z.string(), augmented: z.boolean() }));
const compileData = z.looseObject({
  demos,
  candidates: z.array(z.looseObject({ seed: z.int(), score: z.number(), demos })),
});
const row = z.looseObject({
  question: z.string(),
  answer: z.string().nullable(),
  score,
  error: z.looseObject({ code: z.string() }).nullable(),
});
const evalData = z.looseObject({ variants: z.array(z.looseObject({ score: z.number(), rows: z.array(row) })) });

/** What one command did. */
export interface Replayed<Data> {
  /** The bodies of its requests in the order of arrival. */
  readonly requests: readonly ChatBody[];
  /** Null when it failed. */
  readonly data: Data | null;
  /** Lines of standard error. */
  readonly told: readonly string[];
  readonly error: { readonly code: string; readonly message: string } | null;
}

export interface Replay {
  /** Null when nothing was compiled. */
  readonly compile: Replayed<z.infer<typeof compileData>> | null;
  /** The compiled program's file; null without one. */
  readonly saved: string | null;
  readonly evaluate: Replayed<z.infer<typeof evalData>>;
}

export interface ReplayOptions {
  /** Questions in flight. */
  readonly concurrency: number;
  /** The file of an earlier replay, null for none: it is evaluated, and nothing compiled. */
  readonly compiled?: string | null;
}

/**
 * What `rag compile`, then `rag eval` of the file it wrote, do in the place of Python: the same examples, passages, options and
 * replies. Each command is a process of its own. `rag eval` also scores the program without demos, which Python did not: those
 * requests are left out.
 */
export async function replay(recording: Recording, { concurrency, compiled }: ReplayOptions): Promise<Replay> {
  const folder = makeFolder();
  const server = await scriptedServer(recording);
  const program = join(folder.path, 'program.json');
  try {
    const args = prepare(recording, folder.path, { concurrency, baseUrl: server.baseUrl });
    if (typeof compiled === 'string') writeFileSync(program, compiled);
    const compiles = recording.optimizer !== null && compiled === undefined;
    server.script(recording.compile.exchanges);
    const compile = compiles ? await run(['compile', ...args], folder.path, server, compileData) : null;
    const saved = existsSync(program) ? readFileSync(program, 'utf8') : null;
    server.script(recording.evaluate.exchanges, saved === null ? 0 : recording.devset.length);
    const evaluate = await run(['eval', ...EVAL_FLAGS], folder.path, server, evalData);
    return { compile, saved, evaluate };
  } finally {
    await server.close();
    folder.remove();
  }
}

/** Examples of the devset have no further columns. */
const EVAL_FLAGS = ['--dev-file', 'dev.jsonl', '--set', 'dataset.keep=[]', '--rows'];

/** Writes down what the commands need, and gives back the flags of `rag compile`. */
function prepare(recording: Recording, folder: string, settings: { concurrency: number; baseUrl: string }): string[] {
  const { trainset, devset, passages, teacher, compile } = recording;
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  write('train.jsonl', lines(trainset));
  write('dev.jsonl', lines(devset));
  write('passages.json', JSON.stringify(passages));
  write('rag.config.json', JSON.stringify(configOf(recording, folder, settings)));
  if (teacher === null) return [];
  if ('model' in teacher) return ['--teacher-model', teacher.model];
  write('teacher.json', compile.teacher ?? '');
  return ['--teacher', 'teacher.json'];
}

function configOf(
  { scenario, k, metric, optimizer, trainset }: Recording,
  folder: string,
  { concurrency, baseUrl }: { concurrency: number; baseUrl: string },
): object {
  const retriever = fileURLToPath(new URL('recorded-retriever.mjs', import.meta.url));
  const rows = trainset.length === 0 ? { devRows: 'dev.jsonl' } : { trainRows: 'train.jsonl' };
  const columns = Object.keys(trainset[0] ?? {}).filter((name) => !['question', 'answer'].includes(name));
  return {
    retriever: { use: retriever, passages: join(folder, 'passages.json') },
    languageModel: { use: 'openai', model: 'gemma-3-4b-it', baseUrl, temperature: 0.1, maxTokens: 256, retries: 0 },
    program: { use: 'rag', k },
    dataset: { use: 'question-answer', ...rows, keep: columns, train: null, dev: null },
    ...(optimizer === null ? {} : { optimizer: { use: optimizer.name, ...camelCase(optimizer.options) } }),
    metric,
    evaluation: { concurrency, ...camelCase(evaluateOptions(scenario)) },
    artifact: 'program.json',
  };
}

async function run<Data>(
  args: readonly string[],
  cwd: string,
  server: ScriptedServer,
  schema: z.ZodType<Data>,
): Promise<Replayed<Data>> {
  const result = await runRag([...args, '--json'], { cwd });
  const { ok, data, error } = JSON.parse(result.stdout);
  return { requests: server.requests(), data: ok ? schema.parse(data) : null, told: result.stderr.split('\n'), error };
}

function lines(rows: readonly object[]): string {
  return rows.map((fields) => `${JSON.stringify(fields)}\n`).join('');
}

function camelCase(options: Readonly<Record<string, number>>): Record<string, number> {
  const rename = (name: string) => name.replaceAll(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
  return Object.fromEntries(Object.entries(options).map(([name, value]) => [rename(name), value]));
}
