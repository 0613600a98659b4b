import { type DotProducts, dotProducts, LANES } from './dot-products.ts';

/** Vectors of one length, one behind the other, where SIMD code can reach them. */
export interface VectorTable {
  readonly dimensions: number;
  readonly rows: number;
  /** Makes room for that many rows, all of which are to be put anew; memory it has is used again. */
  reset(rows: number): void;
  /** Takes the numbers as bytes, lowest first, 4 each. */
  put(row: number, vector: Uint8Array): void;
  /** The vector of a row, filled up with zeros; not a copy. */
  row(row: number): Float32Array;
  /** Dot products with the query, in float32: of all rows in order, or of those named (ascending). Off by at most `errorOf`. */
  scores(query: Float32Array, rows: Uint32Array | null): Float32Array;
  /** The most by which a score, and one added up in float64, may miss the true one; NaN or infinite where float32 will not do. */
  errorOf(query: Float32Array): number;
}

/** An empty table; it takes 4 bytes a number, `dimensions` rounded up to a multiple of 16, in blocks. */
export function vectorTable(dimensions: number, blockBytes = BLOCK_BYTES): VectorTable {
  const stride = Math.ceil(dimensions / LANES) * LANES;
  const rowsInBlock = Math.max(1, Math.floor(blockBytes / (4 * stride)));
  let blocks: readonly Block[] = [];
  let rows = 0;
  let longestSquared = 0;
  const blockOf = (row: number): Block => {
    const block = blocks[Math.floor(row / rowsInBlock)];
    if (block === undefined) throw new RangeError(`row ${row} of a table of ${rows}`);
    return block;
  };
  /** The block there is, where it is large enough; else one with room to grow, which costs nothing until it is used. */
  const blockFor = (index: number): Block => {
    const wanted = Math.min(rowsInBlock, rows - index * rowsInBlock);
    const old = blocks[index];
    if (old !== undefined && old.capacity >= wanted) return old;
    return newBlock(stride, Math.min(rowsInBlock, Math.ceil(wanted * 1.25)));
  };

  return {
    dimensions,
    get rows() {
      return rows;
    },
    reset: (count) => {
      rows = count;
      longestSquared = 0;
      blocks = Array.from({ length: Math.ceil(count / rowsInBlock) }, (_, index) => blockFor(index));
    },
    put: (row, vector) => {
      const block = blockOf(row);
      block.put(row % rowsInBlock, vector);
      longestSquared = Math.max(longestSquared, block.squaredLength(row % rowsInBlock));
    },
    row: (row) => blockOf(row).row(row % rowsInBlock),
    scores: (query, chosen) => {
      for (const block of blocks) block.setQuery(query);
      const scores = new Float32Array(chosen?.length ?? rows);
      for (let done = 0; done < scores.length; ) {
        const first = chosen?.[done] ?? done;
        const most = Math.min(ROWS_IN_CALL, rowsInBlock - (first % rowsInBlock), scores.length - done);
        const count = chosen === null ? most : runLength(chosen, done, most);
        blockOf(first).scoreRows(first % rowsInBlock, count, scores, done);
        done += count;
      }
      return scores;
    },
    errorOf: (query) => roundingError(stride, longestSquared, query),
  };
}

/** A memory of WebAssembly holds 4 GiB at most, and the engine has to find the room in one piece. */
const BLOCK_BYTES = 2 ** 30;

/** Few enough that a first search soon runs the code that the engine has optimized meanwhile. */
const ROWS_IN_CALL = 512;

interface Block {
  /** In rows. */
  readonly capacity: number;
  put(row: number, vector: Uint8Array): void;
  row(row: number): Float32Array;
  squaredLength(row: number): number;
  setQuery(query: Float32Array): void;
  /** Of `count` rows from `row` on, into `target` from `offset` on. */
  scoreRows(row: number, count: number, target: Float32Array, offset: number): void;
}

/** Its memory: scores of one call, the query, the rows. */
function newBlock(stride: number, capacity: number): Block {
  const rowBytes = 4 * stride;
  const queryAt = 4 * ROWS_IN_CALL;
  const rowsAt = queryAt + rowBytes;
  const memory = memoryOf(rowsAt + capacity * rowBytes);
  const bytes = new Uint8Array(memory.buffer);
  const scores = new Float32Array(memory.buffer, 0, ROWS_IN_CALL);
  const queryNumbers = new Float32Array(memory.buffer, queryAt, stride);
  const run: DotProducts = dotProducts(memory);
  const addressOf = (row: number) => rowsAt + row * rowBytes;
  return {
    capacity,
    put: (row, vector) => bytes.set(vector, addressOf(row)),
    row: (row) => new Float32Array(memory.buffer, addressOf(row), stride),
    squaredLength: (row) => {
      run(addressOf(row), addressOf(row), 1, rowBytes, 0);
      return scores[0] ?? Number.NaN;
    },
    setQuery: (query) => queryNumbers.set(query),
    scoreRows: (row, count, target, offset) => {
      run(queryAt, addressOf(row), count, rowBytes, 0);
      for (let index = 0; index < count; index += 1) target[offset + index] = scores[index] ?? Number.NaN;
    },
  };
}

const PAGE_BYTES = 65_536;

function memoryOf(bytes: number): WebAssembly.Memory {
  const pages = Math.ceil(bytes / PAGE_BYTES);
  return new WebAssembly.Memory({ initial: pages, maximum: pages });
}

/** How many rows from `start` on follow one upon the other. */
function runLength(rows: Uint32Array, start: number, most: number): number {
  const first = rows[start] ?? 0;
  let length = 1;
  while (length < most && rows[start + length] === first + length) length += 1;
  return length;
}

/**
 * N. J. Higham, Accuracy and Stability of Numerical Algorithms, §3.1: a sum of products misses by at most γ times the sum of their
 * absolute values, γ = n u / (1 - n u) with n roundings on the way of each product. Here that is one a product and addition in its
 * partial sum and four to add these up; float64 in order has `stride` roundings, 2^29 times smaller. What is lost where numbers
 * become too small for float32 (2^-150 a product) comes on top, and 1 % is added for the rounding of this very computation.
 */
function roundingError(stride: number, longestSquared: number, query: Float32Array): number {
  const tiny = stride * 2 ** -149;
  let squared = 0;
  for (const value of query) squared += value * value;
  const lengths = Math.sqrt((longestSquared * 1.01 + tiny) * squared);
  if (!(lengths < 1e38)) return Number.NaN;
  const roundings = stride / LANES + 4;
  return 1.01 * (lengths * (roundings * 2 ** -24 + stride * 2 ** -53) + tiny);
}
