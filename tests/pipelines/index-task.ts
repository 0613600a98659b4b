import { fixedLength } from '../../src/chunkers/fixed-length.ts';
import type { IndexTask } from '../../src/pipelines/index-corpus.ts';
import type { MemoryCorpus } from '../fakes/memory-corpus.ts';
import { wordEmbedder } from '../fakes/word-embedder.ts';

const { signal } = new AbortController();

/** What a test indexes, into what, and what it hears of that. */
export type IndexWorld = MemoryCorpus & Pick<IndexTask, 'store' | 'journals' | 'report' | 'newId'>;

/** Indexes the whole corpus, each short text a chunk, by the defaults of `rag index`; time stands still. */
export function indexTask(world: IndexWorld): IndexTask {
  return {
    ...world,
    chunker: fixedLength({ characters: 100, overlap: 0, minCharacters: 0 }),
    embedder: wordEmbedder(),
    cache: null,
    batchSize: 2,
    upsertSize: 100,
    recreate: false,
    shard: null,
    cleanup: 'full',
    acceptsOtherCorpus: false,
    maxFailures: { type: 'count', most: 0 },
    queryInstruction: null,
    signal,
    callSignal: signal,
    clock: () => 0,
    now: () => '2026-01-02T03:04:05.000Z',
  };
}

/** `id-1`, `id-2`, … */
export function countedIds(): () => string {
  let ids = 0;
  return () => {
    ids += 1;
    return `id-${ids}`;
  };
}
