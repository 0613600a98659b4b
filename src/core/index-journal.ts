import type { Fields } from './fields.ts';

/** A chunk as the journal knows it. */
export interface ChunkReference {
  /** A UUID. */
  readonly id: string;
  readonly documentId: string;
}

/** Whether a chunk met in the corpus is stored already; `repeated`: it was met before in this sweep. */
export type Sighting = 'new' | 'stored' | 'repeated';

/** Which chunks the corpus no longer has are removed: none; those of documents it still has; all. */
export type Cleanup = 'none' | 'incremental' | 'full';

/** What a run says of itself, for `rag index --status` and for the next run. */
export interface RunRecord {
  /** As ISO 8601. */
  readonly startedAt: string;
  /** Null while it runs, and for ever when it was killed. */
  readonly endedAt: string | null;
  /** The collection that a run fills, or replaces, and its store. */
  readonly collection: string;
  readonly location: string;
  /** The identity of the index it builds. */
  readonly identity: Fields;
  /** Chunks of the corpus; 0 until it ends. */
  readonly chunks: number;
  /** Texts sent to the embedding model; 0 until it ends. */
  readonly embedded: number;
  readonly seconds: number;
}

/**
 * What is known to be stored in one collection, on this machine: a run that was killed goes on from here, and one on a changed
 * corpus knows what is new and what is stale. Calls block for the time of a local transaction; what they wrote stays when the
 * process is killed, but for what was said of documents and chunks in the last moment.
 *
 * A run reads the corpus in one sweep, or in several when points turn out to be missing.
 */
export interface IndexJournal {
  /** The token of the run that wrote last, which the collection has too; null for a journal that begins. */
  readonly token: string | null;
  /** Points of the collection that are not ours. */
  readonly foreign: number;
  readonly run: RunRecord | null;
  /** Chunks known to be stored. */
  count(): number;
  /** Forgets all, as for a new collection. */
  clear(): void;
  /** Believes that these chunks are stored, because the store says so. */
  adopt(chunks: readonly ChunkReference[]): void;
  countForeign(points: number): void;
  /** From here on the journal belongs to the state of the collection that carries this token. */
  sign(token: string): void;
  record(run: RunRecord): void;
  beginSweep(): void;
  /** How far the last sweep has come: documents met, and chunks met that are stored by now. Cost: reads the whole journal. */
  swept(): { readonly documents: number; readonly chunks: number };
  /** For each document, whether this sweep has met one of that id before. */
  sightDocuments(ids: readonly string[]): readonly boolean[];
  /** What each chunk is; from now on those that are stored count as seen in this sweep. */
  sightChunks(chunks: readonly ChunkReference[]): readonly Sighting[];
  /** These chunks are stored. */
  confirm(chunks: readonly ChunkReference[]): void;
  /** At most a thousand ids of chunks that are stored and were not seen in the last sweep; empty when there are none (left). */
  stale(cleanup: Cleanup): readonly string[];
  /** These chunks are not stored. */
  forget(ids: readonly string[]): void;
  /** All ids that are stored, ascending, in pages. */
  ids(): Iterable<readonly string[]>;
}

/** The journals on this machine, one a collection, by the name the collection has for it. */
export interface IndexJournals {
  /** The journal of that name; an empty one when there is none. */
  open(name: string): IndexJournal;
  /** Whether there is a journal of that name, and can be read. */
  has(name: string): boolean;
  /** Of all journals that are there and can be read. */
  names(): readonly string[];
  remove(name: string): void;
}
