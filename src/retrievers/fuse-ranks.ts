export interface RankedList<Item> {
  /** Best first. */
  readonly items: readonly Item[];
  /** How much the list counts; 0 for not at all. */
  readonly weight: number;
}

export interface Fused<Item> {
  /** From the first list that holds it. */
  readonly item: Item;
  readonly score: number;
}

/**
 * Every item of the lists, best first, equal scores in id order: reciprocal rank fusion with the numbers of Qdrant. A place in a list,
 * counted from 0, is worth `1 / ((place + 1) / weight + k - 1)`, which is `1 / (place + k)` for a weight of 1.
 *
 * Source: Qdrant 1.17 to 1.19, reciprocal rank fusion with `k` = 2 unless told.
 */
export function fuseRanks<Item extends { readonly id: string }>(
  lists: readonly RankedList<Item>[],
  k = 2,
): Fused<Item>[] {
  const fused = new Map<string, Fused<Item>>();
  for (const { items, weight } of lists) {
    for (const [place, item] of items.entries()) {
      const { item: first, score } = fused.get(item.id) ?? { item, score: 0 };
      const share = weight > 0 ? 1 / ((place + 1) / weight + k - 1) : 0;
      fused.set(item.id, { item: first, score: score + share });
    }
  }
  return [...fused.values()].sort((a, b) => b.score - a.score || (a.item.id < b.item.id ? -1 : 1));
}
