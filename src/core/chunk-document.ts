import { uuidV5 } from '../text/uuid.ts';
import type { Chunk, Chunker, Document } from './corpus.ts';

/** Chunk ids are UUIDs of version 5 in this namespace; another one would make every index look new. */
const CHUNK_NAMESPACE = 'b1276a8e-7711-4c90-ae76-eb6cd4ba5b5f';

/**
 * The chunks of a document, in order, each with the document's metadata.
 *
 * A chunk's id follows from the corpus, the document, the position and the text, so the same corpus gives the same ids on every
 * machine, and changed text gets an id of its own. Pieces of nothing but white space are left out: no embedding says anything
 * about them.
 */
export function chunkDocument(corpus: string, { id, text, metadata }: Document, chunker: Chunker): Chunk[] {
  return Array.from(chunker.split(text))
    .filter((piece) => piece.text.trim() !== '')
    .map((piece) => ({
      id: uuidV5(CHUNK_NAMESPACE, JSON.stringify([corpus, id, piece.index, piece.text])),
      text: piece.text,
      documentId: id,
      index: piece.index,
      metadata,
    }));
}
