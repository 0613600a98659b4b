import type { ListedPoint } from '../../core/collection-upkeep.ts';
import type { IndexJournal } from '../../core/index-journal.ts';
import type { VectorStore } from '../../core/vector-store.ts';
import { isOurs } from './point-of.ts';

export interface StoreTask {
  readonly store: VectorStore;
  readonly journal: IndexJournal;
  readonly signal: AbortSignal;
}

/**
 * Makes the journal say what the store has, and gives back how many chunks the store has lost (or never had): the journal forgets
 * them, so that the next sweep stores them again. Nothing is listed while the counts agree.
 *
 * Memory: a page of either.
 */
export async function compareWithStore({ store, journal, signal }: StoreTask): Promise<number> {
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
      journal,
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
export async function adoptStored({ store, journal, signal }: StoreTask): Promise<void> {
  let foreign = 0;
  for await (const page of store.list(['document_id', 'chunk'], signal)) foreign += adoptOurs(page, journal);
  journal.countForeign(foreign);
}

/** Gives back how many of the points are somebody else's, which are left alone. */
function adoptOurs(points: readonly ListedPoint[], journal: IndexJournal): number {
  const ours = points.filter((point) => isUuid(point) && isOurs(point.payload));
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
