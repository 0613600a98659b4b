import type { RunRecord } from '../core/index-journal.ts';
import { type IndexPreview, previewIndex } from '../pipelines/preview-index.ts';
import type { CommandContext, Invocation } from './command.ts';
import { failureLimit, shardOf } from './fill-index.ts';
import { type IndexingState, openIndexingState } from './indexing-state.ts';
import type { Wiring } from './wire.ts';

/** Runs `pipelines/preview-index.ts` on the configured parts. No store is opened, and nothing is written. */
export async function previewOfIndex(
  wiring: Wiring,
  { options }: Invocation,
  { report, signal }: Pick<CommandContext, 'report' | 'signal'>,
): Promise<IndexPreview> {
  const { own, plain } = wiring.config;
  const embedder = await wiring.describedEmbedder();
  const state = await openIndexingState(wiring, report);
  try {
    return await previewIndex({
      corpus: await wiring.corpus(),
      source: wiring.source,
      chunker: await wiring.chunker(),
      shard: shardOf(options),
      embedder,
      cache: own.embedding.cache && state.hasCache ? state.cache(embedder) : null,
      keepsVectors: own.embedding.cache,
      runs: runsIn(state),
      batchSize: own.embedding.batchSize,
      upsertSize: own.store.upsertSize,
      maxFailures: failureLimit(plain.indexing.maxFailures),
      seed: 0,
      report,
      signal,
    });
  } finally {
    state.close();
  }
}

/** What all journals on this machine say of their last run. */
function runsIn({ journals }: IndexingState): readonly RunRecord[] {
  return journals.names().flatMap((name) => journals.open(name).run ?? []);
}
