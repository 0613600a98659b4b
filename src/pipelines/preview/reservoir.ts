/** Keeps a few of many items, each with the same chance, whatever their number. */
export interface Reservoir<T> {
  add(item: T): void;
  /** In the order they came. */
  items(): readonly T[];
}

/** Holds `most` items. `randbelow` gives a whole number from 0 up to its argument. */
export function reservoir<T>(most: number, randbelow: (limit: number) => number): Reservoir<T> {
  const kept: { readonly item: T; readonly position: number }[] = [];
  let seen = 0;
  return {
    add: (item) => {
      const position = seen;
      seen += 1;
      const place = position < most ? position : randbelow(seen);
      if (place < most) kept[place] = { item, position };
    },
    items: () => kept.toSorted((left, right) => left.position - right.position).map(({ item }) => item),
  };
}
