export interface ScoredRow {
  readonly row: number;
  readonly score: number;
}

export interface BestRows {
  offer(row: number, score: number): void;
  /** Best first; equal scores in row order. */
  sorted(): ScoredRow[];
}

/** Keeps the `k` best rows offered: a binary heap with the worst on top. `k` is at least 1; memory is `k` rows. */
export function bestRows(k: number): BestRows {
  const heap: ScoredRow[] = [];
  return {
    offer: (row, score) => {
      const worst = heap[0];
      if (heap.length < k || worst === undefined) return push(heap, { row, score });
      // Most rows end here: no object is made for them.
      if (score < worst.score || (score === worst.score && row > worst.row)) return;
      replaceTop(heap, { row, score });
    },
    sorted: () => heap.toSorted((a, b) => (isWorse(a, b) ? 1 : -1)),
  };
}

function isWorse(a: ScoredRow, b: ScoredRow): boolean {
  return a.score < b.score || (a.score === b.score && a.row > b.row);
}

function push(heap: ScoredRow[], added: ScoredRow): void {
  let position = heap.length;
  while (position > 0) {
    const parent = (position - 1) >> 1;
    const above = heap[parent];
    if (above === undefined || !isWorse(added, above)) break;
    heap[position] = above;
    position = parent;
  }
  heap[position] = added;
}

function replaceTop(heap: ScoredRow[], added: ScoredRow): void {
  let position = 0;
  for (;;) {
    const child = worseChild(heap, position);
    const below = heap[child];
    if (below === undefined || !isWorse(below, added)) break;
    heap[position] = below;
    position = child;
  }
  heap[position] = added;
}

function worseChild(heap: readonly ScoredRow[], position: number): number {
  const left = 2 * position + 1;
  const [first, second] = [heap[left], heap[left + 1]];
  return first !== undefined && second !== undefined && isWorse(second, first) ? left + 1 : left;
}
