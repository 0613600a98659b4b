import type { Cleanup } from '../../core/index-journal.ts';
import type { StoreTask } from './compare-with-store.ts';

/** Removes the stored chunks that the last sweep has not met, as far as `cleanup` goes; gives back how many. */
export async function removeStale({ store, journal, signal }: StoreTask, cleanup: Cleanup): Promise<number> {
  let removed = 0;
  for (let ids = journal.stale(cleanup); ids.length > 0; ids = journal.stale(cleanup)) {
    await store.remove(ids, signal);
    journal.forget(ids);
    removed += ids.length;
  }
  return removed;
}
