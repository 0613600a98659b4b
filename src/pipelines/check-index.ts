import type { Embedder } from '../core/embedder.ts';
import { RagError } from '../core/errors.ts';
import type { Report } from '../core/events.ts';
import { type IndexManifest, readManifest } from '../core/index-manifest.ts';
import type { CollectionDescription, VectorStore } from '../core/vector-store.ts';
import { differenceInSample, refuseOtherDimensions, refuseOtherVectors } from './check-vectors.ts';
import { indexDifferences, type WantedContent } from './index-differences.ts';
import { refuseOtherRevision } from './indexing/refuse-other-corpus.ts';

export interface IndexCheck {
  readonly store: VectorStore;
  /** Null for a retriever that looks at words only: whose vectors the collection holds makes no difference to it. */
  readonly embedder: Embedder | null;
  readonly wanted: WantedContent;
  /** Where a payload has its text. */
  readonly textField: string;
  /** Whether an index that is still being built will do, with a warning. */
  readonly acceptsIncomplete: boolean;
  readonly report: Report;
  readonly signal: AbortSignal;
}

/**
 * Makes sure, before any question is asked, that there is something to retrieve and that it was built as configured; what searches
 * can live with is told as a warning. A collection that does not say how it was built costs one embedding request.
 *
 * @throws RagError COLLECTION_NOT_FOUND, COLLECTION_EMPTY, INDEX_INCOMPLETE, INDEX_MISMATCH, STORE_DIMENSION_MISMATCH
 */
export async function checkIndex(check: IndexCheck): Promise<CollectionDescription> {
  const { store, embedder, signal } = check;
  const description = await filledCollection(store, signal);
  const manifest = readManifest(description.metadata, description.dimensions);
  if (embedder !== null) refuseOtherDimensions(description.dimensions, store, embedder);
  if (manifest === null) await warnOfOtherSample(check);
  else compare(manifest, check);
  return description;
}

async function filledCollection(store: VectorStore, signal: AbortSignal): Promise<CollectionDescription> {
  const description = await store.describe(signal);
  const { collection, location } = store;
  if (description === null) {
    throw new RagError('COLLECTION_NOT_FOUND', `there is no collection "${collection}" in ${location}`, {
      hint: `fill it first:  rag index --collection ${collection}`,
      details: { collection, location },
    });
  }
  if (description.count === 0) {
    throw new RagError('COLLECTION_EMPTY', `the collection "${collection}" in ${location} holds no passage`, {
      hint: `fill it first:  rag index --collection ${collection}`,
      details: { collection, location },
    });
  }
  return description;
}

function compare(manifest: IndexManifest, check: IndexCheck): void {
  const { store, embedder, wanted, report } = check;
  const { identity } = manifest;
  if (embedder !== null) refuseOtherVectors(identity, store, embedder);
  if (identity.corpus === wanted.corpus) refuseOtherRevision(identity, wanted, store.collection);
  checkCompleteness(manifest, check);
  const { queryInstruction } = embedder === null ? manifest : wanted;
  for (const message of indexDifferences(manifest, { ...wanted, queryInstruction }, store.collection))
    report({ type: 'notice', code: 'INDEX_DIFFERS', message });
}

/** Nothing was recorded: the configured model may be the right one, and questions of other tools' making may be asked in their way. */
async function warnOfOtherSample({ embedder, ...check }: IndexCheck): Promise<void> {
  if (embedder === null) return;
  const message = await differenceInSample({ ...check, embedder });
  if (message !== null) check.report({ type: 'notice', code: 'INDEX_DIFFERS', message });
}

function checkCompleteness({ state }: IndexManifest, { store, acceptsIncomplete, report }: IndexCheck): void {
  if (state === 'complete') return;
  const { collection } = store;
  const message =
    state === 'building'
      ? `collection "${collection}" is not complete: the run that builds it has not come to its end`
      : `collection "${collection}" is between two states: a run that changes it has not come to its end`;
  if (acceptsIncomplete) {
    report({ type: 'notice', code: 'INDEX_INCOMPLETE', message });
    return;
  }
  throw new RagError('INDEX_INCOMPLETE', message, {
    hint: 'wait for that run, or go on where it stopped:  rag index',
    details: { collection, state },
  });
}
