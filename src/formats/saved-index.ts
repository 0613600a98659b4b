import type { Artifact } from '../core/artifact.ts';
import { type Fields, isFields } from '../core/fields.ts';

/** The index a program was compiled on. */
export interface SavedIndex {
  readonly collection: string;
  /** Names what the index was made of. */
  readonly digest: string;
}

/** For this tool's own note in a saved program. */
export function savedIndexFields({ collection, digest }: SavedIndex): Fields {
  return { index: { collection, digest } };
}

/** What the note of a saved program says; null for a program compiled without an index, or elsewhere. */
export function savedIndex({ metadata }: Artifact): SavedIndex | null {
  const index = isFields(metadata.rag) ? metadata.rag.index : null;
  if (!isFields(index)) return null;
  const { collection, digest } = index;
  return typeof collection === 'string' && typeof digest === 'string' ? { collection, digest } : null;
}
