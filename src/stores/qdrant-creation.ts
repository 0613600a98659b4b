import { isDeepStrictEqual } from 'node:util';
import { RagError } from '../core/errors.ts';
import type { CollectionOptions } from '../core/vector-store.ts';
import type { QdrantAliases } from './qdrant-aliases.ts';
import { type QdrantCollection, qdrantCollection } from './qdrant-collection.ts';
import { isConflict } from './qdrant-errors.ts';
import type { QdrantLayout } from './qdrant-layout.ts';
import { isBehindAlias, successorName } from './qdrant-names.ts';
import type { QdrantTransport } from './qdrant-transport.ts';
import type { CollectionPlace } from './store-errors.ts';

export interface CreationPlace {
  readonly transport: QdrantTransport;
  readonly place: CollectionPlace;
  readonly aliases: QdrantAliases;
  readonly layout: QdrantLayout;
}

export interface WantedCollection extends CollectionOptions {
  readonly wantsWords: boolean;
}

/**
 * Makes a collection that has the place's name as an alias, or (a successor, which gets its alias later) that very name. One that
 * somebody else made in the meantime is left as it is; one that a killed process left without its alias is made again.
 *
 * @throws RagError STORE_INVALID for a server that does not keep metadata, whatever the transport throws
 */
export async function createCollection(
  { transport, place, aliases, layout }: CreationPlace,
  wanted: WantedCollection,
  signal: AbortSignal,
): Promise<void> {
  if (isBehindAlias(place.collection)) {
    await create(qdrantCollection(transport, place, layout), wanted, place, signal);
    return;
  }
  const name = successorName(place.collection, null);
  const first = qdrantCollection(transport, { ...place, collection: name }, layout);
  while (!(await create(first, wanted, place, signal))) {
    const { metadata } = (await first.info(signal)).options;
    // Looked up last: another process that has just made it gives it its alias before it changes the metadata.
    if ((await aliases.target(signal)) !== null) return;
    if (isDeepStrictEqual(metadata, wanted.metadata)) break;
    await first.drop(signal);
  }
  try {
    await aliases.giveTo(name, signal);
  } catch (error) {
    // Something else has just made a collection of this very name, which is then compared like any that was there before.
    if (!isConflict(error)) throw error;
    await first.drop(signal);
  }
}

/** False when it was there before. Reads back what it made: a server before 1.15.5 drops the metadata and says nothing. */
async function create(
  collection: QdrantCollection,
  { wantsWords, ...options }: WantedCollection,
  { location }: CollectionPlace,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    await collection.create(options, wantsWords, signal);
  } catch (error) {
    if (isConflict(error)) return false;
    throw error;
  }
  const { metadata } = (await collection.info(signal)).options;
  // Another process may have set more of it meanwhile.
  if (Object.keys(options.metadata).every((key) => key in metadata)) return true;
  await collection.drop(signal);
  throw withoutMetadata(location);
}

function withoutMetadata(location: string): RagError {
  return new RagError('STORE_INVALID', `the Qdrant server ${location} does not keep the metadata of a collection`, {
    hint: 'update the server to Qdrant 1.16 or newer',
    details: { location },
  });
}
