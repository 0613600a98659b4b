import { RagError } from '../core/errors.ts';
import { type DescribedIndex, describeIndex } from '../pipelines/describe-index.ts';
import type { CommandContext } from './command.ts';
import { openIndexingState, runsAtWork } from './indexing-state.ts';
import { queryInstruction } from './query-instruction.ts';
import type { Wiring } from './wire.ts';

/** Runs `pipelines/describe-index.ts` on the configured parts. */
export async function statusOfIndex(
  wiring: Wiring,
  { report, signal }: Pick<CommandContext, 'report' | 'signal'>,
): Promise<DescribedIndex> {
  const store = await wiring.store();
  const state = await openIndexingState(wiring, report);
  try {
    return await describeIndex({
      store,
      journals: state.journals,
      corpus: await wiring.corpus(),
      chunker: await wiring.chunker(),
      embedder: await wiring.describedEmbedder(),
      atWork: await runsAtWork(wiring, store),
      cleanup: wiring.config.plain.indexing.cleanup,
      queryInstruction: queryInstruction(wiring),
      signal,
    });
  } finally {
    state.close();
  }
}

/** What is wrong with an index that is not there, or does not answer; null when nothing is. */
export function problemOf({ status, unreachable }: DescribedIndex): RagError | null {
  const { state, collection, location, atWork } = status;
  if (state !== 'absent' || atWork.length > 0) return unreachable;
  return new RagError('COLLECTION_NOT_FOUND', `there is no collection "${collection}" in ${location}`, {
    hint: `fill it:  rag index --collection ${collection}`,
    details: { collection, location },
  });
}
