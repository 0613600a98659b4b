import { randomUUID } from 'node:crypto';
import type { CorpusShard } from '../core/corpus-shard.ts';
import { RagError } from '../core/errors.ts';
import { takeLock } from '../files/run-lock.ts';
import { type IndexReport, type IndexTask, indexCorpus } from '../pipelines/index-corpus.ts';
import type { CommandContext, Invocation } from './command.ts';
import { isRunning, lockPath, openIndexingState } from './indexing-state.ts';
import { keepHeapSmall } from './keep-heap-small.ts';
import { lateSignal } from './late-signal.ts';
import { parseShard } from './parse-shard.ts';
import { queryInstruction } from './query-instruction.ts';
import type { Wiring } from './wire.ts';

/** Runs `pipelines/index-corpus.ts` on the configured parts, alone on the collection. */
export async function fillIndex(
  wiring: Wiring,
  { options }: Invocation,
  context: CommandContext,
): Promise<IndexReport> {
  const { report, signal, clock } = context;
  const { own, plain, settings } = wiring.config;
  const store = await wiring.store();
  const embedder = await wiring.embedder();
  const shard = shardOf(options);
  const recreate = options.recreate === true;
  if (shard !== null && recreate) throw notInParts(store.collection, options.shard);
  const part = shard === null ? '' : ` (shard ${shard.index} of ${shard.count})`;
  const what = `collection "${store.collection}"${part}`;
  const path = lockPath(wiring, store, shard);
  const release = await takeLock({ path, what, pid: process.pid, isRunning, force: options.force === true });
  const state = await openIndexingState(wiring, report);
  try {
    const corpus = await wiring.corpus();
    const chunker = await wiring.chunker();
    keepHeapSmall();
    return await indexCorpus({
      corpus,
      source: wiring.source,
      chunker,
      embedder,
      store,
      cache: own.embedding.cache ? state.cache(embedder) : null,
      journals: state.journals,
      batchSize: own.embedding.batchSize,
      upsertSize: own.store.upsertSize,
      recreate,
      shard,
      cleanup: plain.indexing.cleanup,
      acceptsOtherCorpus: settings.get('indexing.cleanup')?.origin.type === 'flag',
      maxFailures: failureLimit(plain.indexing.maxFailures),
      queryInstruction: queryInstruction(wiring),
      report,
      signal,
      callSignal: lateSignal(signal, PATIENCE_MS),
      clock,
      now: () => new Date().toISOString(),
      newId: randomUUID,
    });
  } finally {
    state.close();
    await release();
  }
}

/** For what is under way when the user interrupts. */
const PATIENCE_MS = 5000;

/** The shards could not agree on when to begin the new collection: one that is repeated would begin it again. */
function notInParts(collection: string, shard: unknown): RagError {
  return new RagError('USAGE_INVALID', '--shard and --recreate do not go together', {
    hint: `index into a new collection:  rag index --collection ${collection}_2 --shard ${shard}`,
  });
}

/** @throws RagError USAGE_INVALID */
export function shardOf({ shard }: Invocation['options']): CorpusShard | null {
  return typeof shard === 'string' ? parseShard(shard, 'rag index') : null;
}

export function failureLimit(written: number | string): IndexTask['maxFailures'] {
  if (typeof written === 'number') return { type: 'count', most: written };
  return { type: 'share', most: Number.parseFloat(written) / 100 };
}
