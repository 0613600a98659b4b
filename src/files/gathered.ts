/** Work on items that are gathered for a moment. */
export interface Gathered<Item> {
  /** Resolves when the item's work is done; rejects with what it failed with, as for all items of the moment. */
  add(item: Item): Promise<void>;
  /** Does at once what has been gathered. */
  flush(): void;
}

/** Does the work on all items of one turn of the event loop in one go. */
export function gathered<Item>(work: (items: readonly Item[]) => void): Gathered<Item> {
  let current: Turn<Item> | null = null;

  const flush = () => {
    const turn = current;
    current = null;
    if (turn !== null) work(turn.items);
  };
  const begin = (): Turn<Item> => {
    const items: Item[] = [];
    const done = new Promise<void>((resolve, reject) => {
      setImmediate(() => {
        try {
          if (current?.items === items) flush();
          resolve();
        } catch (error) {
          reject(error);
        }
      });
    });
    return { items, done };
  };

  return {
    add: (item) => {
      current ??= begin();
      current.items.push(item);
      return current.done;
    },
    flush,
  };
}

interface Turn<Item> {
  readonly items: Item[];
  readonly done: Promise<void>;
}
