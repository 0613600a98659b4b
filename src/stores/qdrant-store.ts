import { interrupted } from '../core/errors.ts';
import { type Report, silent } from '../core/events.ts';
import type { VectorStore } from '../core/vector-store.ts';
import { checkKey } from '../network/check-key.ts';
import { NO_PROXIES, type Proxies, proxyFor } from '../network/proxies.ts';
import { sleep as realSleep, type Sleep } from '../network/sleep.ts';
import { warnOfOpenKey } from '../network/warn-of-open-key.ts';
import { bestWithTies } from './best-with-ties.ts';
import { type QdrantAddress, qdrantAddress } from './qdrant-address.ts';
import { qdrantAliases } from './qdrant-aliases.ts';
import { arrange } from './qdrant-arrangement.ts';
import { type BatchLimits, batches, type EncodedPoint, type QdrantPoint } from './qdrant-batches.ts';
import { type QdrantCollection, qdrantCollection } from './qdrant-collection.ts';
import type { CollectionInfo } from './qdrant-collection-info.ts';
import { createCollection } from './qdrant-creation.ts';
import { isRequestTooLarge } from './qdrant-errors.ts';
import type { QdrantLayout } from './qdrant-layout.ts';
import { qdrantTransport } from './qdrant-transport.ts';
import { qdrantUpkeep } from './qdrant-upkeep.ts';
import { qdrantWords } from './qdrant-words.ts';
import { checkFinite, checkPoints, dimensionMismatch, withoutWords } from './store-errors.ts';

export interface QdrantStoreOptions {
  readonly url: string;
  readonly collection: string;
  readonly apiKey?: string | null;
  /** For one request; it is tried again where that may help. */
  readonly timeoutMs?: number;
  /** Most points in one request. */
  readonly batchSize?: number;
  /** Most bytes in one request; Qdrant itself takes 32 MiB. */
  readonly batchBytes?: number;
  /** Makes collections whose words can be searched, and takes no others; they cost about a tenth more to send. */
  readonly words?: boolean;
  readonly layout?: QdrantLayout;
  /** How long `settle` waits; null for a few seconds, or an hour after a bulk load. */
  readonly patienceMs?: number | null;
  /** `succeed` keeps what it removes, as a snapshot on the server. */
  readonly keepsSnapshot?: boolean;
  readonly proxies?: Proxies;
  readonly report?: Report;
  readonly sleep?: Sleep;
}

/**
 * One collection of a Qdrant server: one unnamed cosine vector a point and, if wanted, a sparse one of its words.
 *
 * `upsert` resolves when the server has applied the points; many of them take several requests, so that a failure may leave the
 * first ones stored: repeat it. `search` asks for more than `k` points, and again while the last of them may tie with others.
 * Requests that fail in passing are repeated; waits and causes go to `report`.
 *
 * @throws RagError CONFIG_INVALID at once for a URL or a proxy that cannot be one; from every method also STORE_UNREACHABLE, STORE_FAILED,
 * STORE_FULL, STORE_INVALID, STORE_DISTANCE_MISMATCH, KEY_MISSING, KEY_REJECTED
 */
export function qdrantStore(options: QdrantStoreOptions): VectorStore {
  const { url, apiKey = null, report = silent } = options;
  const address = qdrantAddress(url);
  if (apiKey !== null) {
    checkKey(apiKey, address.location);
    warnOfOpenKey(address.location, report);
  }
  return storeAt(address, options);
}

function storeAt(address: QdrantAddress, options: QdrantStoreOptions): VectorStore {
  const { apiKey = null, timeoutMs = 60_000, report = silent, sleep = realSleep, layout = {} } = options;
  const { patienceMs = null, keepsSnapshot = false, proxies = NO_PROXIES } = options;
  const { location, origin, port, isLocal } = address;
  const proxy = proxyFor(origin, proxies);
  const place = { collection: options.collection, location, port, isLocal, hasKey: apiKey !== null, proxy };
  const transport = qdrantTransport({ address, place, apiKey, timeoutMs, sleep, report });
  const collection = qdrantCollection(transport, place, layout);
  const put = splittingPut(collection, { points: options.batchSize ?? 256, bytes: options.batchBytes ?? 8 * 2 ** 20 });
  const aliases = qdrantAliases(transport, place);
  const others = new Map<string, VectorStore>();
  const storeOf = (name: string): VectorStore => {
    const store = others.get(name) ?? storeAt(address, { ...options, collection: name });
    others.set(name, store);
    return store;
  };
  const upkeep = qdrantUpkeep(transport, { place, collection, sleep, report, patienceMs, keepsSnapshot, storeOf });
  const words = qdrantWords(collection, place);
  let known: CollectionInfo | null = null;
  const info = async (signal: AbortSignal): Promise<CollectionInfo> => {
    known ??= await collection.info(signal);
    return known;
  };
  const forget = () => {
    known = null;
    words.forget();
  };

  return {
    collection: options.collection,
    location,
    describe: async (signal) => {
      if (!(await collection.exists(signal))) return null;
      return { ...(await collection.info(signal)).options, count: await collection.count(signal) };
    },
    open: async (wanted, signal) => {
      const { words: wantsWords = false } = options;
      if (!(await collection.exists(signal)))
        await createCollection({ transport, place, aliases, layout }, { ...wanted, wantsWords }, signal);
      forget();
      const found = await info(signal);
      const { dimensions } = found.options;
      if (dimensions !== wanted.dimensions)
        throw dimensionMismatch({ ...place, expected: dimensions, actual: wanted.dimensions });
      if (wantsWords && !found.hasWords) throw withoutWords(place);
      await arrange({ collection, layout, found: found.arrangement, place, report }, signal);
    },
    drop: async (signal) => {
      forget();
      const target = await aliases.target(signal);
      await (target === null ? collection.drop(signal) : aliases.drop(target, signal));
    },
    measureWords: async (payloads, signal) => words.measure(payloads, await info(signal), signal),
    upsert: async (points, signal) => {
      const found = await info(signal);
      checkPoints(points, found.options.dimensions, place);
      await put(await words.add(points, found, signal), signal);
    },
    search: async (vector, options, signal) => {
      if (signal.aborted) throw interrupted(signal);
      checkFinite(vector);
      return bestWithTies(options.k, (k) => collection.query(vector, { ...options, k }, signal));
    },
    text: {
      search: async (question, options, signal) => {
        // What had no words may have been built anew, with them, by another process.
        if (known?.hasWords === false) forget();
        const vector = words.query(question, await info(signal));
        if (vector.indices.length === 0) return [];
        return bestWithTies(options.k, (k) => collection.query(vector, { ...options, k }, signal));
      },
    },
    count: collection.count,
    ...upkeep,
    succeed: async (signal) => {
      forget();
      await upkeep.succeed(signal);
    },
    close: async () => {
      for (const store of others.values()) await store.close();
      await transport.close();
    },
  };
}

/** Puts points in requests within the limits, and halves a request that the server finds too large, that one and all later. */
function splittingPut(collection: QdrantCollection, initial: BatchLimits) {
  let limits = initial;
  const put = async (points: readonly EncodedPoint[], signal: AbortSignal): Promise<void> => {
    try {
      await collection.put(points, signal);
    } catch (error) {
      if (!isRequestTooLarge(error) || points.length === 1) throw error;
      const half = Math.ceil(points.length / 2);
      limits = { ...limits, points: Math.min(limits.points, half) };
      await put(points.slice(0, half), signal);
      await put(points.slice(half), signal);
    }
  };
  return async (points: readonly QdrantPoint[], signal: AbortSignal): Promise<void> => {
    for (const batch of batches(points, () => limits)) await put(batch, signal);
  };
}
