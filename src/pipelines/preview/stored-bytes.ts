export interface ChunkSize {
  readonly dimensions: number;
  /** Bytes of the text in UTF-8. */
  readonly text: number;
  /** Bytes of the payload as JSON, which holds the text too. */
  readonly payload: number;
}

/**
 * About the bytes that a chunk takes in a file of the embedded store: its row, which shares pages of 4096 bytes with others of its size
 * or continues on pages of its own, its id in an index, and its words.
 *
 * Within 2 % of the files of 2000 chunks of 300 and of 1000 characters with 256, 384, 768 and 1024 numbers each.
 */
export function sqliteBytes({ dimensions, text, payload }: ChunkSize): number {
  return rowBytes(4 * dimensions + payload + ROW_HEAD) + ID_ENTRY + WORDS_SHARE * text;
}

const ROW_HEAD = 45;
const ID_ENTRY = 65;
const WORDS_SHARE = 0.9;

/** SQLite's own rule (https://www.sqlite.org/fileformat2.html, "B-tree Pages"), for pages of 4096 bytes. */
function rowBytes(row: number): number {
  const [page, most, least] = [4096, 4061, 489];
  if (row <= most) return page / Math.floor(4084 / row);
  const kept = least + ((row - least) % 4092);
  const local = kept <= most ? kept : least;
  return page / Math.floor(4084 / local) + page * Math.ceil((row - local) / 4092);
}

/** About the bytes of a chunk in Qdrant, by its own rule for planning: half as much again as the vectors, and the payload. */
export function qdrantBytes({ dimensions, payload }: ChunkSize): number {
  return 1.5 * 4 * dimensions + payload;
}

/** About the bytes of a chunk in `.rag`: its place in the journal, and its vector in the cache of embeddings. */
export function ownBytes({ dimensions }: ChunkSize, keepsVector: boolean): number {
  return 100 + (keepsVector ? 4 * dimensions + 60 : 0);
}
