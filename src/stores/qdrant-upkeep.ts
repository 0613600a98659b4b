import type { CollectionUpkeep, ListedPoint } from '../core/collection-upkeep.ts';
import type { Report } from '../core/events.ts';
import type { VectorStore } from '../core/vector-store.ts';
import type { Sleep } from '../network/sleep.ts';
import { qdrantAliases } from './qdrant-aliases.ts';
import type { QdrantCollection } from './qdrant-collection.ts';
import { successorName } from './qdrant-names.ts';
import { pointIds, readIds, readListPage, readPoints, readSnapshotName } from './qdrant-replies.ts';
import { settle } from './qdrant-settle.ts';
import type { QdrantTransport } from './qdrant-transport.ts';
import { type CollectionPlace, collectionNotFound } from './store-errors.ts';

export interface QdrantUpkeepOptions {
  readonly place: CollectionPlace;
  readonly sleep: Sleep;
  readonly report: Report;
  readonly collection: QdrantCollection;
  /** How long `settle` waits; null for as long as is usual. */
  readonly patienceMs: number | null;
  /** What another collection takes the place of stays on the server, as a snapshot. */
  readonly keepsSnapshot: boolean;
  /** A store of the same server. */
  readonly storeOf: (collection: string) => VectorStore;
}

/** Keeping a collection of a Qdrant server up to date; it is reached by its own name or through an alias. */
export function qdrantUpkeep(
  transport: QdrantTransport,
  { place, collection, sleep, report, patienceMs, keepsSnapshot, storeOf }: QdrantUpkeepOptions,
): CollectionUpkeep {
  const { call } = transport;
  const path = { collection_name: place.collection };
  const aliases = qdrantAliases(transport, place);

  const points = (wanted: WantedPoints, signal: AbortSignal): Promise<unknown> =>
    call('read', (api, init, patience) => api.getPoints({ ...path, ...wanted, ...patience }, init), signal);

  const makeSnapshot = async (name: string, signal: AbortSignal): Promise<void> => {
    if (!(await storeOf(name).describe(signal))) return;
    const made = await call(
      'snapshot',
      (api, init) => api.createSnapshot({ collection_name: name, wait: true }, init),
      signal,
      SNAPSHOT_TIMEOUT_MS,
    );
    report(snapshotMade(readSnapshotName(made, place), name, place));
  };

  return {
    relabel: async (metadata, signal) => {
      // Given metadata is merged into what is there; a key is only removed by a null.
      const { metadata: old } = (await collection.info(signal)).options;
      const removed = Object.fromEntries(Object.keys(old).map((key) => [key, null]));
      await collection.update({ metadata: { ...removed, ...metadata } }, signal);
    },
    annotate: (changes, signal) => collection.update({ metadata: { ...changes } }, signal),
    list: async function* (fields, signal) {
      let offset: string | number | null = null;
      do {
        const from: { offset?: string | number } = offset === null ? {} : { offset };
        const body = { ...path, limit: PAGE, with_payload: fields.length > 0 && [...fields], ...from };
        const reply = await call(
          'scroll',
          (api, init, patience) => api.scrollPoints({ ...body, ...patience }, init),
          signal,
        );
        const page: { points: ListedPoint[]; next: string | number | null } = readListPage(reply, place);
        if (page.points.length > 0) yield page.points;
        offset = page.next;
      } while (offset !== null);
    },
    read: async (ids, signal) => {
      return readPoints(await points({ ids: pointIds(ids), with_payload: true, with_vector: true }, signal), place);
    },
    stored: async (ids, signal) => {
      return readIds(await points({ ids: pointIds(ids), with_payload: false, with_vector: false }, signal), place);
    },
    remove: async (ids, signal) => {
      const body = { ...path, wait: true, points: pointIds(ids) };
      await call('delete', (api, init) => api.deletePoints(body, init), signal);
    },
    successor: async (signal) => storeOf(successorName(place.collection, await aliases.target(signal))),
    succeed: async (signal) => {
      const old = await aliases.target(signal);
      const next = successorName(place.collection, old);
      if ((await storeOf(next).describe(signal)) === null) throw collectionNotFound({ ...place, collection: next });
      if (keepsSnapshot) await makeSnapshot(old ?? place.collection, signal);
      await aliases.moveTo(next, signal);
    },
    settle: (signal) => settle({ collection, place, sleep, report, patienceMs }, signal),
  };
}

interface WantedPoints {
  readonly ids: (string | number)[];
  readonly with_payload: boolean;
  readonly with_vector: boolean;
}

const PAGE = 1000;

/** A snapshot takes as long as the disk takes to copy the collection. */
const SNAPSHOT_TIMEOUT_MS = 3_600_000;

function snapshotMade(name: string, collection: string, { location }: CollectionPlace) {
  const message = `the Qdrant server ${location} keeps what was in collection "${collection}" as the snapshot ${name}`;
  return { type: 'notice', level: 'info', code: 'SNAPSHOT_MADE', message } as const;
}
