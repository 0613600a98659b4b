import { spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { pythonRandom } from '../../../src/python/random.ts';
import { compileScript, startScript } from '../../run-typescript.ts';

const BIN = fileURLToPath(new URL('../../../bin/rag.js', import.meta.url));

/** The servers, each in a process of its own, and a folder for everything else. */
export interface World {
  readonly folder: string;
  readonly embeddingPort: number;
  readonly sinkPort: number;
  stop(): void;
}

export interface WorldOptions {
  readonly dimensions: number;
  readonly embeddingMsPerHundred: number;
  readonly sinkMsPerHundred: number;
}

export async function startWorld(folder: string, options: WorldOptions): Promise<World> {
  const { dimensions, embeddingMsPerHundred, sinkMsPerHundred } = options;
  const embedding = await startServer(folder, new URL('embedding-process.ts', import.meta.url), [
    dimensions,
    embeddingMsPerHundred,
    2,
  ]);
  const sink = await startServer(folder, new URL('sink-process.ts', import.meta.url), [sinkMsPerHundred]);
  const stop = () => {
    for (const server of [embedding, sink]) server.process.kill();
  };
  return { folder, embeddingPort: embedding.port, sinkPort: sink.port, stop };
}

async function startServer(folder: string, entry: URL, args: readonly number[]) {
  const script = startScript(await compiled(folder, entry), args.map(String));
  await script.waitForLines(1);
  return { process: script.process, port: Number(script.lines[0]) };
}

async function compiled(folder: string, entry: URL): Promise<string> {
  const outfile = join(folder, `${entry.pathname.split('/').at(-1)}.mjs`);
  await compileScript(entry, outfile);
  return outfile;
}

/** A file of so many rows, each of one chunk of `characters` that no other row has; gives back its path. */
export async function writeCorpus(folder: string, rows: number, characters: number): Promise<string> {
  const path = join(folder, `corpus-${rows}.jsonl`);
  const file = createWriteStream(path);
  const { random } = pythonRandom(1);
  const words = Array.from({ length: 2000 }, () => Math.floor(random() * 36 ** 5).toString(36));
  for (let row = 0; row < rows; row += 1) {
    let text = `Row ${row}.`;
    while (text.length < characters) text += ` ${words[Math.floor(random() * words.length)]}`;
    if (!file.write(`${JSON.stringify({ id: `row-${row}`, text: text.slice(0, characters) })}\n`)) {
      await new Promise<void>((resolve) => file.once('drain', () => resolve()));
    }
  }
  file.end();
  await finished(file);
  return path;
}

export interface Measured {
  readonly seconds: number;
  readonly cpuSeconds: number;
}

/** See `floor-process.ts`. */
export async function runFloor(
  { folder, embeddingPort, sinkPort }: World,
  corpus: string,
  how: 'copy' | 'parse',
): Promise<Measured> {
  const file = await compiled(folder, new URL('floor-process.ts', import.meta.url));
  const script = startScript(file, [corpus, String(embeddingPort), String(sinkPort), how]);
  await script.waitForLines(1);
  return JSON.parse(script.lines[0] ?? '{}');
}

export interface MeasuredIndex extends Measured {
  readonly peakMegabytes: number;
}

/** `rag index` in a new folder, with a cache of embeddings or without. The start of Node and of the command is not in its seconds. */
export async function runIndex(
  { folder, embeddingPort, sinkPort }: World,
  corpus: string,
  { dimensions, cache }: { readonly dimensions: number; readonly cache: boolean },
): Promise<MeasuredIndex> {
  const cwd = mkdtempSync(join(folder, 'run-'));
  const collection = cwd.split('/').at(-1);
  const config = {
    corpus: { use: 'files', paths: [corpus], id: 'id' },
    chunker: { use: 'fixed-length', characters: 1024, minCharacters: 0 },
    embedding: {
      use: 'openai',
      baseUrl: `http://127.0.0.1:${embeddingPort}/v1`,
      model: 'bench',
      dimensions,
      batchSize: 100,
      cache,
    },
    store: { use: 'qdrant', url: `http://127.0.0.1:${sinkPort}`, collection, upsertSize: 100 },
  };
  await writeFile(join(cwd, 'rag.config.json'), JSON.stringify(config));
  const usage = join(cwd, 'usage.json');
  const preload = await compiled(folder, new URL('usage-at-exit.ts', import.meta.url));
  const output = await outputOf(['--import', preload, BIN, 'index', '--json'], cwd, { RAG_BENCH_USAGE: usage });
  const { data, error } = JSON.parse(output);
  if (error !== null) throw new Error(JSON.stringify(error));
  return { seconds: data.seconds, ...JSON.parse(readFileSync(usage, 'utf8')) };
}

function outputOf(args: readonly string[], cwd: string, environment: Record<string, string>): Promise<string> {
  const child = spawn(process.execPath, args, {
    cwd,
    env: { PATH: process.env.PATH, HOME: cwd, ...environment },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    output += part;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve(output));
  });
}
