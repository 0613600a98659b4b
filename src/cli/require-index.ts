import { fetchesPassages, type Program } from '../core/program.ts';
import type { CollectionDescription } from '../core/vector-store.ts';
import { checkIndex } from '../pipelines/check-index.ts';
import type { CommandContext } from './command.ts';
import type { Wiring } from './wire.ts';

/**
 * Makes sure, before any question is asked, that a program which fetches passages has an index to fetch them from; null when it
 * fetches none, or its retriever searches elsewhere.
 *
 * @throws RagError COLLECTION_NOT_FOUND, COLLECTION_EMPTY, INDEX_MISMATCH
 */
export async function requireIndex(
  program: Program,
  wiring: Wiring,
  { signal }: CommandContext,
): Promise<CollectionDescription | null> {
  if (!fetchesPassages(program)) return null;
  const { store, embedder } = await wiring.retrieval();
  return store === null ? null : checkIndex({ store, embedder, signal });
}
