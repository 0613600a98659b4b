import type { Fields } from './fields.ts';
import type { Row, RowLocation } from './row-source.ts';

export interface Document {
  readonly id: string;
  readonly text: string;
  /** Stored with every chunk of the document: title, source file, … */
  readonly metadata: Fields;
}

export interface Corpus {
  readonly name: string;
  readonly location: RowLocation;
  /**
   * Pure; `index` is the row's position, from 0; null drops the row.
   *
   * @throws RagError ROW_INVALID naming the row's origin and the columns it has
   */
  document(row: Row, index: number): Document | null;
}

export interface Chunk {
  /** A UUID derived from the corpus and all that is below: the same corpus gives the same ids on every machine. */
  readonly id: string;
  readonly text: string;
  readonly documentId: string;
  /** Position within the document, from 0, counting the pieces that were dropped. */
  readonly index: number;
  readonly metadata: Fields;
}

/** A piece of a document's text, before it has an id. */
export interface Piece {
  readonly text: string;
  readonly index: number;
  /** What the chunker knows of the piece, such as the heading it stands under; stored beside the document's. */
  readonly metadata?: Fields;
}

export interface Chunker {
  readonly name: string;
  /** Options as they go into the index's description. */
  readonly options: Fields;
  split(text: string): Iterable<Piece>;
  /** Tokens of a text to the embedding model, where the chunker has a tokenizer. */
  readonly countTokens?: (text: string) => number;
}
