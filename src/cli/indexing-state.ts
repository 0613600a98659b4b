import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { CorpusShard } from '../core/corpus-shard.ts';
import type { Embedder } from '../core/embedder.ts';
import type { EmbeddingCache } from '../core/embedding-cache.ts';
import type { Report } from '../core/events.ts';
import type { VectorStore } from '../core/vector-store.ts';
import type { IndexJournalsFolder } from '../files/index-journals.ts';
import { lockHolder } from '../files/run-lock.ts';
import type { RunAtWork } from '../pipelines/status/index-status.ts';
import type { Wiring } from './wire.ts';

/** What is kept on this machine between the runs of `rag index`. */
export interface IndexingState {
  readonly journals: IndexJournalsFolder;
  /** Whether a cache of vectors is there; `cache` would make one. */
  readonly hasCache: boolean;
  /** Vectors by text. */
  cache(embedder: Embedder): EmbeddingCache;
  close(): void;
}

export async function openIndexingState({ home }: Wiring, report: Report): Promise<IndexingState> {
  const [{ indexJournals }, { embeddingCache }] = await Promise.all([
    import('../files/index-journals.ts'),
    import('../files/embedding-cache.ts'),
  ]);
  const journals = indexJournals({ folder: indexingFolder(home), report });
  const closers: (() => void)[] = [journals.close];
  const cachePath = join(home, 'embeddings.sqlite');
  return {
    journals,
    hasCache: existsSync(cachePath),
    cache: ({ model, dimensions, documentInstruction = null }) => {
      const scope = { model, dimensions, instruction: documentInstruction };
      const cache = embeddingCache({ path: cachePath, scope, report });
      closers.push(cache.close);
      return cache;
    },
    close: () => {
      for (const close of closers) close();
    },
  };
}

/** Of the collection, or of one shard of it, wherever on this machine the command is started with the same `.rag`. */
export function lockPath(
  { home }: Wiring,
  { collection, location }: VectorStore,
  shard: CorpusShard | null = null,
): string {
  const part = shard === null ? '' : `-${shard.index}-of-${shard.count}`;
  return join(indexingFolder(home), `${lockName(collection, location)}${part}.lock`);
}

/** Who indexes into the collection, or a shard of it, at present. */
export async function runsAtWork({ home }: Wiring, { collection, location }: VectorStore): Promise<RunAtWork[]> {
  const folder = indexingFolder(home);
  const name = lockName(collection, location);
  const files = existsSync(folder) ? await readdir(folder) : [];
  const runs = files.filter((file) => file.startsWith(name)).map((file) => runHolding(folder, file, name));
  return (await Promise.all(runs)).filter((run) => run !== null);
}

/** Null when the file is no lock, or nobody holds it. */
async function runHolding(folder: string, file: string, name: string): Promise<RunAtWork | null> {
  const match = /^(?:-(\d+)-of-(\d+))?\.lock$/.exec(file.slice(name.length));
  const holder = match === null ? null : await lockHolder({ path: join(folder, file), isRunning });
  if (match === null || holder === null) return null;
  const shard = match[1] === undefined ? null : { index: Number(match[1]), count: Number(match[2]) };
  return { pid: holder.pid, host: holder.host, since: holder.since, shard };
}

function lockName(collection: string, location: string): string {
  return `${collection}-${createHash('sha256').update(location).digest('hex').slice(0, 8)}`;
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function indexingFolder(home: string): string {
  return join(home, 'indexing');
}
