import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { canonicalJson } from './canonical-json.ts';
import { shardKeys } from './corpus-shard.ts';
import { type Fields, isFields, type JsonValue } from './fields.ts';

/** All that the points of an index depend on: equal identities make equal points. */
export interface IndexIdentity {
  readonly embeddingModel: string;
  readonly dimensions: number;
  /** What stood before each passage when it was embedded. */
  readonly documentInstruction: string | null;
  readonly corpus: string;
  /** What was read: a commit, or a digest of files. */
  readonly corpusRevision: string;
  /** What was asked for, where that is something else: a branch or a tag. */
  readonly requestedRevision: string | null;
  /** Rows taken from the start; null for all. */
  readonly corpusLimit: number | null;
  readonly chunker: string;
  readonly chunkerOptions: Fields;
}

/**
 * How an index was made, kept in the metadata of its collection. `building`: its first run has not come to its end; `updating`: a
 * later one has not.
 */
export interface IndexManifest {
  readonly identity: IndexIdentity;
  /** What questions are prefixed with in the configuration that indexed; vectors do not depend on it. */
  readonly queryInstruction: string | null;
  readonly state: 'building' | 'updating' | 'complete';
  /** Names the journal that belongs to the collection, on the machine that has it. */
  readonly journal: string | null;
  /** The token of the run that wrote last. */
  readonly run: string | null;
  /** Null until the first run comes to its end. */
  readonly counts: { readonly documents: number; readonly chunks: number } | null;
}

/**
 * The manifest as metadata: what the index is, and under `upkeep` what changes with every run. What is null is left out: Qdrant takes
 * a null for a key to be removed.
 */
export function manifestFields(manifest: IndexManifest): Fields {
  return withoutNulls(manifestChanges(manifest));
}

/** What makes metadata that of this manifest, as `annotate` takes it. */
export function manifestChanges({ identity, queryInstruction, counts, state, journal, run }: IndexManifest): Fields {
  return {
    ...identityFields(identity),
    corpus_limit: identity.corpusLimit,
    query_instruction: queryInstruction,
    documents: counts?.documents ?? null,
    chunks: counts?.chunks ?? null,
    digest: indexDigest(identity),
    upkeep: withoutNulls({ state, journal, run }),
  };
}

/** The metadata without what changes with every run. */
export function lastingMetadata({ upkeep: _, ...others }: Fields): Fields {
  const passing = new Set(shardKeys(others));
  return Object.fromEntries(Object.entries(others).filter(([key]) => !passing.has(key)));
}

function withoutNulls(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

export function identityFields(identity: IndexIdentity): Fields {
  return {
    embedding_model: identity.embeddingModel,
    dimensions: identity.dimensions,
    distance: 'cosine',
    document_instruction: identity.documentInstruction,
    corpus: identity.corpus,
    corpus_revision: identity.corpusRevision,
    requested_revision: identity.requestedRevision,
    // Left out for all rows, as in the digests of indexes made before there was this field.
    ...(identity.corpusLimit === null ? {} : { corpus_limit: identity.corpusLimit }),
    chunker: identity.chunker,
    chunker_options: identity.chunkerOptions,
  };
}

/** A name for an identity, 16 hexadecimal digits, the same whatever the order of its options. */
export function indexDigest(identity: IndexIdentity): string {
  return createHash('sha256')
    .update(canonicalJson(identityFields(identity)))
    .digest('hex')
    .slice(0, 16);
}

/** Whether both cut a text alike; an index that does not say how it was cut may be of any kind. */
export function isCutAlike(index: IndexIdentity, other: Pick<IndexIdentity, 'chunker' | 'chunkerOptions'>): boolean {
  if (index.chunker === '') return true;
  return index.chunker === other.chunker && isDeepStrictEqual(index.chunkerOptions, other.chunkerOptions);
}

/** The manifest in a collection's metadata; null for a collection that something else has made. */
export function readManifest(metadata: Fields, dimensions: number): IndexManifest | null {
  const { embedding_model: model, documents, chunks } = metadata;
  if (typeof model !== 'string') return null;
  const { state, journal, run } = isFields(metadata.upkeep) ? metadata.upkeep : {};
  return {
    identity: {
      embeddingModel: model,
      dimensions,
      documentInstruction: textOrNull(metadata.document_instruction),
      corpus: textOrNull(metadata.corpus) ?? '',
      corpusRevision: textOrNull(metadata.corpus_revision) ?? '',
      requestedRevision: textOrNull(metadata.requested_revision),
      corpusLimit: typeof metadata.corpus_limit === 'number' ? metadata.corpus_limit : null,
      chunker: textOrNull(metadata.chunker) ?? '',
      chunkerOptions: isFields(metadata.chunker_options) ? metadata.chunker_options : {},
    },
    queryInstruction: textOrNull(metadata.query_instruction),
    state: state === 'building' || state === 'updating' ? state : 'complete',
    journal: textOrNull(journal),
    run: textOrNull(run),
    counts: typeof documents === 'number' && typeof chunks === 'number' ? { documents, chunks } : null,
  };
}

function textOrNull(value: JsonValue | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
