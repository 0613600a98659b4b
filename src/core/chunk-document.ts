import { uuidV5 } from '../text/uuid.ts';
import type { Chunk, Chunker, Document, Piece } from './corpus.ts';

/** Chunk ids are UUIDs of version 5 in this namespace; another one would make every index look new. */
const CHUNK_NAMESPACE = 'b1276a8e-7711-4c90-ae76-eb6cd4ba5b5f';

/**
 * The chunks of a document, in order, each with the document's metadata and what the chunker says of it; the document's own names win.
 *
 * A chunk's id follows from the corpus, the document, the position, the text and what the chunker says of it, so the same corpus
 * gives the same ids on every machine, and changed text gets an id of its own. Pieces of nothing but white space are left out: no embedding says anything
 * about them.
 */
export function chunkDocument(corpus: string, document: Document, chunker: Chunker): Chunk[] {
  return Array.from(chunker.split(document.text))
    .filter((piece) => piece.text.trim() !== '')
    .map((piece) => ({
      id: uuidV5(CHUNK_NAMESPACE, JSON.stringify(identityOf(corpus, document, piece))),
      text: piece.text,
      documentId: document.id,
      index: piece.index,
      metadata: piece.metadata === undefined ? document.metadata : { ...piece.metadata, ...document.metadata },
    }));
}

function identityOf(corpus: string, { id }: Document, { index, text, metadata }: Piece): readonly unknown[] {
  return metadata === undefined ? [corpus, id, index, text] : [corpus, id, index, text, metadata];
}
