import { afterEach } from 'vitest';
import { RagError } from '../../src/core/errors.ts';
import type { ProgressEvent } from '../../src/core/events.ts';
import type { Point } from '../../src/core/vector-store.ts';
import { type QdrantStoreOptions, qdrantStore } from '../../src/stores/qdrant-store.ts';
import { type LocalServer, localServer, type Reply } from '../fakes/local-server.ts';
import type { QdrantServerOptions } from '../fakes/qdrant-context.ts';
import { qdrantServer } from '../fakes/qdrant-server.ts';

export const signal = new AbortController().signal;

/** Servers and stores that are closed after each test; what the stores waited for and reported is kept until then. */
export function qdrantBench() {
  const closers: (() => Promise<void>)[] = [];
  const waits: number[] = [];
  const events: ProgressEvent[] = [];
  afterEach(async () => {
    waits.length = 0;
    events.length = 0;
    for (const close of closers.splice(0)) await close();
  });

  const started = async <Server extends LocalServer>(server: Promise<Server>): Promise<Server> => {
    closers.push((await server).close);
    return server;
  };
  const connected = (url: string, options: Partial<QdrantStoreOptions> = {}) => {
    const store = qdrantStore({
      url,
      collection: 'wiki',
      sleep: async (ms) => {
        waits.push(ms);
      },
      report: (event) => events.push(event),
      ...options,
    });
    closers.push(store.close);
    return store;
  };
  /** A store on a server that holds an empty collection of vectors of two numbers. */
  const opened = async (serverOptions: QdrantServerOptions = {}, storeOptions: Partial<QdrantStoreOptions> = {}) => {
    const server = await started(qdrantServer(serverOptions));
    const store = connected(server.url, storeOptions);
    await store.open(twoNumbers, signal);
    return { server, store };
  };
  /** A store on a server that gives every request the same reply. */
  const answered = async (reply: Reply, options: Partial<QdrantStoreOptions> = {}) => {
    const server = await started(localServer(() => reply));
    return { server, store: connected(server.url, options) };
  };
  return { waits, events, started, connected, opened, answered, closers };
}

export const twoNumbers = { dimensions: 2, distance: 'cosine', metadata: {} } as const;

/** As another tool would make it: under its own name. */
export async function plainCollection({ url }: LocalServer, vectors: unknown = { size: 2, distance: 'Cosine' }) {
  await fetch(`${url}/collections/wiki`, { method: 'PUT', body: JSON.stringify({ vectors }) });
}

export function point(number: number, numbers: readonly number[] = [1, number]): Point {
  const id = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  return { id, vector: Float32Array.from(numbers), payload: { text: `text ${number}` } };
}

export async function failureOf(promise: Promise<unknown>): Promise<RagError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof RagError) return error;
  throw new Error(`expected a RagError, got ${String(error)}`);
}
