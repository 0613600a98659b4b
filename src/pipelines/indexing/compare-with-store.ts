import type { ListedPoint } from '../../core/collection-upkeep.ts';
import { type CorpusShard, isInShard } from '../../core/corpus-shard.ts';
import type { IndexJournal } from '../../core/index-journal.ts';
import type { VectorStore } from '../../core/vector-store.ts';
import { isOurs } from './point-of.ts';

export interface StoreTask {
  readonly store: VectorStore;
  readonly journal: IndexJournal;
  /** Only its documents count; null for all. */
  readonly shard: CorpusShard | null;
  readonly signal: AbortSignal;
}

/**
 * Makes the journal say what the store has, and gives back how many chunks the store has lost (or never had): the journal forgets
 * them, so that the next sweep stores them again. Nothing is listed while the counts agree. The points of one shard cannot be
 * counted: the store is asked for each of them.
 *
 * Memory: a page of either.
 */
export async function compareWithStore(task: StoreTask): Promise<number> {
  return task.shard === null ? compareAll(task) : askForEach(task);
}

async function askForEach({ store, journal, signal }: StoreTask): Promise<number> {
  let missing = 0;
  for (const ids of journal.ids()) {
    const stored = await store.stored(ids, signal);
    const lost = ids.filter((id) => !stored.has(id));
    journal.forget(lost);
    missing += lost.length;
  }
  return missing;
}

async function compareAll(task: StoreTask): Promise<number> {
  const { store, journal, signal } = task;
  if ((await store.count(signal)) === expectedCount(journal)) return 0;
  const known = upTo(idsOf(journal));
  let missing = 0;
  let foreign = 0;
  const forget = (ids: readonly string[]): void => {
    journal.forget(ids);
    missing += ids.length;
  };
  for await (const page of store.list(['document_id', 'chunk'], signal)) {
    const ids = new Set(page.map(({ id }) => id));
    const expected = new Set(known(page.filter(isUuid).at(-1)?.id ?? ''));
    forget([...expected].filter((id) => !ids.has(id)));
    foreign += adoptOurs(
      page.filter(({ id }) => !expected.has(id)),
      task,
    );
  }
  for (let rest = known(null); rest.length > 0; rest = known(null)) forget(rest);
  journal.countForeign(foreign);
  return missing;
}

/** What the store must count when it has every chunk of the journal. */
export function expectedCount(journal: IndexJournal): number {
  return journal.count() + journal.foreign;
}

/** Takes what the store has for known, from its own list. */
export async function adoptStored(task: StoreTask): Promise<void> {
  const { store, journal, signal } = task;
  let foreign = 0;
  for await (const page of store.list(['document_id', 'chunk'], signal)) foreign += adoptOurs(page, task);
  journal.countForeign(foreign);
}

/** Gives back how many of the points are somebody else's, or of other shards, which are left alone. */
function adoptOurs(points: readonly ListedPoint[], { journal, shard }: StoreTask): number {
  const ours = points.filter(
    (point) =>
      isUuid(point) && isOurs(point.payload) && (shard === null || isInShard(String(point.payload.document_id), shard)),
  );
  if (ours.length > 0) {
    journal.adopt(ours.map(({ id, payload }) => ({ id, documentId: String(payload.document_id) })));
  }
  return points.length - ours.length;
}

/** Other people's points may be numbered; those come first in a list. */
function isUuid({ id }: ListedPoint): boolean {
  return id.length === 36;
}

function* idsOf(journal: IndexJournal): Generator<string> {
  for (const page of journal.ids()) yield* page;
}

/** Gives the ascending ids on, those up to and with `last`; a thousand at a time for null. */
function upTo(ids: Iterator<string>) {
  let next = ids.next();
  return (last: string | null): string[] => {
    const taken: string[] = [];
    while (!next.done && (last === null ? taken.length < 1000 : next.value <= last)) {
      taken.push(next.value);
      next = ids.next();
    }
    return taken;
  };
}
