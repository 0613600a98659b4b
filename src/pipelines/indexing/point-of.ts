import type { Chunk } from '../../core/corpus.ts';
import { type Fields, isFields, type JsonValue } from '../../core/fields.ts';
import type { Point } from '../../core/vector-store.ts';
import type { EmbeddedChunk } from './plan-work.ts';

/** Names of a payload that are ours; a column of the corpus of the same name is not stored. */
export const OWN_FIELDS: readonly string[] = ['text', 'document_id', 'chunk'];

/** The chunk as it is stored: its text, its place, and whatever its row carries along. */
export function pointOf({ chunk, vector }: EmbeddedChunk): Point {
  return { id: chunk.id, vector, payload: payloadOf(chunk) };
}

/** Whole numbers that JSON readers would round are kept as text. */
export function payloadOf({ text, documentId, index, metadata }: Chunk): Fields {
  return { text, document_id: documentId, chunk: index, ...exactFields(withoutOwnNames(metadata)) };
}

/** True for a payload that `pointOf` may have made. */
export function isOurs({ document_id: document, chunk }: Fields): boolean {
  return typeof document === 'string' && Number.isInteger(chunk);
}

function exactFields(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, exactValue(value)]));
}

function exactValue(value: JsonValue): JsonValue {
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return value.map(exactValue);
  return isFields(value) ? exactFields(value) : value;
}

function withoutOwnNames(metadata: Fields): Fields {
  if (!OWN_FIELDS.some((name) => Object.hasOwn(metadata, name))) return metadata;
  return Object.fromEntries(Object.entries(metadata).filter(([name]) => !OWN_FIELDS.includes(name)));
}
