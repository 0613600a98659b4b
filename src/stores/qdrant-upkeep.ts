import type { CollectionUpkeep, ListedPoint } from '../core/collection-upkeep.ts';
import { RagError } from '../core/errors.ts';
import type { Report } from '../core/events.ts';
import type { VectorStore } from '../core/vector-store.ts';
import { qdrantAliases } from './qdrant-aliases.ts';
import { successorName } from './qdrant-names.ts';
import { pointIds, readCollectionInfo, readHealth, readListPage, readPoints } from './qdrant-replies.ts';
import type { QdrantTransport, Sleep } from './qdrant-transport.ts';
import { type CollectionPlace, collectionNotFound } from './store-errors.ts';

export interface QdrantUpkeepOptions {
  readonly place: CollectionPlace;
  readonly sleep: Sleep;
  readonly report: Report;
  /** A store of the same server. */
  readonly storeOf: (collection: string) => VectorStore;
}

/** Keeping a collection of a Qdrant server up to date; it is reached by its own name or through an alias. */
export function qdrantUpkeep(
  transport: QdrantTransport,
  { place, sleep, report, storeOf }: QdrantUpkeepOptions,
): CollectionUpkeep {
  const { call } = transport;
  const path = { collection_name: place.collection };
  const aliases = qdrantAliases(transport, place);

  return {
    relabel: async (metadata, signal) => {
      const info = await call('info', (api, init) => api.getCollection(path, init), signal);
      // Given metadata is merged into what is there; a key is only removed by a null.
      const { metadata: old } = readCollectionInfo(info, place).options;
      const removed = Object.fromEntries(Object.keys(old).map((key) => [key, null]));
      const body = { ...path, metadata: { ...removed, ...metadata } };
      await call('update', (api, init) => api.updateCollection(body, init), signal);
    },
    list: async function* (fields, signal) {
      let offset: string | number | null = null;
      do {
        const from: { offset?: string | number } = offset === null ? {} : { offset };
        const body = { ...path, limit: PAGE, with_payload: fields.length > 0 && [...fields], ...from };
        const reply = await call('scroll', (api, init) => api.scrollPoints(body, init), signal);
        const page: { points: ListedPoint[]; next: string | number | null } = readListPage(reply, place);
        if (page.points.length > 0) yield page.points;
        offset = page.next;
      } while (offset !== null);
    },
    read: async (ids, signal) => {
      const body = { ...path, ids: pointIds(ids), with_payload: true, with_vector: true };
      return readPoints(await call('read', (api, init) => api.getPoints(body, init), signal), place);
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
      await aliases.moveTo(next, signal);
    },
    settle: async (signal) => {
      for (let waited = 0; ; waited += POLL_MS) {
        const info = await call('info', (api, init) => api.getCollection(path, init), signal);
        const { status, problem } = readHealth(info, place);
        if (status === 'red') throw broken(problem, place);
        if (status === 'green') return;
        if (waited >= PATIENCE_MS) return report(stillBusy(status, place));
        if (status === 'grey' && waited === 0) await nudge(signal);
        await sleep(POLL_MS, signal);
      }
    },
  };

  /** Grey means that work is left and nothing has asked for it since the server started; any change of its options does. */
  async function nudge(signal: AbortSignal): Promise<void> {
    await call('update', (api, init) => api.updateCollection({ ...path, optimizers_config: {} }, init), signal);
  }
}

const PAGE = 1000;
const POLL_MS = 500;
const PATIENCE_MS = 5000;

function broken(problem: string, { collection, location }: CollectionPlace): RagError {
  return new RagError(
    'STORE_INVALID',
    `the Qdrant server ${location} cannot keep collection "${collection}": ${problem}`,
    {
      hint: 'look at the log of the server, then build the collection anew:  rag index --recreate',
      details: { collection, location, problem },
    },
  );
}

function stillBusy(status: string, { collection, location }: CollectionPlace) {
  const message = `the Qdrant server ${location} is still arranging collection "${collection}" (${status}): all is found, only slower`;
  return { type: 'notice', code: 'STORE_BUSY', message } as const;
}
