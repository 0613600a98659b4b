import { fetchesPassages, type Program } from '../core/program.ts';
import { checkIndex } from '../pipelines/check-index.ts';
import type { CommandContext } from './command.ts';
import type { Wiring } from './wire.ts';

/**
 * Makes sure, before any question is asked, that a program which fetches passages has an index to fetch them from, unless its
 * retriever searches elsewhere.
 *
 * @throws RagError COLLECTION_NOT_FOUND, COLLECTION_EMPTY, INDEX_MISMATCH
 */
export async function requireIndex(program: Program, wiring: Wiring, { signal }: CommandContext): Promise<void> {
  if (!fetchesPassages(program)) return;
  const { store, embedder } = await wiring.retrieval();
  if (store !== null) await checkIndex({ store, embedder, signal });
}
