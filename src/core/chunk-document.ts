import { uuidV5 } from '../text/uuid.ts';
import { canonicalJson } from './canonical-json.ts';
import type { Chunk, Chunker, Document } from './corpus.ts';
import type { JsonValue } from './fields.ts';

/** Chunk ids are UUIDs of version 5 in this namespace; another one would make every index look new. */
const CHUNK_NAMESPACE = 'b1276a8e-7711-4c90-ae76-eb6cd4ba5b5f';

/**
 * The chunks of a document, in order, each with the document's metadata and what the chunker says of it; the document's own names win.
 *
 * A chunk's id follows from the corpus, the document, the position, the text and the metadata, in whatever order its names come: the
 * same corpus gives the same ids on every machine, and what has changed gets an id of its own. Pieces of nothing but white space are
 * left out: no embedding says anything about them.
 */
export function chunkDocument(corpus: string, document: Document, chunker: Chunker): Chunk[] {
  return Array.from(chunker.split(document.text))
    .filter((piece) => piece.text.trim() !== '')
    .map(({ text, index, metadata: ofPiece }) => {
      const metadata = { ...ofPiece, ...document.metadata };
      const identity = identityOf({ corpus, documentId: document.id, index, text, metadata });
      return { id: uuidV5(CHUNK_NAMESPACE, canonicalJson(identity)), text, documentId: document.id, index, metadata };
    });
}

interface Identified extends Omit<Chunk, 'id'> {
  readonly corpus: string;
}

/** Metadata is part of it where there is any. */
function identityOf({ corpus, documentId, index, text, metadata }: Identified): readonly JsonValue[] {
  const place = [corpus, documentId, index, text];
  return Object.keys(metadata).length === 0 ? place : [...place, metadata];
}
