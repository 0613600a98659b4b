import type { Cleanup } from '../../core/index-journal.ts';
import { counted } from '../../text/counted.ts';
import type { StatusFacts } from './index-status.ts';

/** What `rag index` would do with a collection that is like this, in a sentence. */
export function nextStep(status: StatusFacts, cleanup: Cleanup): string {
  const { state, atWork, refusal, points, successor } = status;
  const run = atWork.find(({ shard }) => shard === null);
  if (run !== undefined) return `rag index is refused until process ${run.pid} on ${run.host} has ended`;
  if (refusal !== null) return `rag index refuses: ${refusal.message}`;
  if (successor !== null) {
    const part = counted(successor.points, 'point');
    return `rag index --recreate goes on with the replacement, which has ${part}; rag index leaves that alone and ${update(status, cleanup)}`;
  }
  if (state === 'unknown') return 'when the store answers, rag index compares it with the journal and goes on';
  if (state === 'absent') return 'rag index builds the collection';
  if (points === 0) return state === 'foreign' ? 'rag index fills it' : 'rag index builds the collection anew';
  if (state === 'foreign') {
    return 'rag index embeds three of its texts again, takes it on if their vectors fit, and removes none of its points';
  }
  return `rag index ${update(status, cleanup)}`;
}

function update({ state, journal, points, differences }: StatusFacts, cleanup: Cleanup): string {
  const stored = points ?? 0;
  const asks = journal?.isCurrent === true ? '' : `asks the store for the ids of its ${counted(stored, 'point')}, `;
  const known = journal?.isCurrent === true ? journal.chunks : stored;
  const goesOn = state === 'complete' ? '' : 'goes on where the last run stopped: it ';
  const cut = differences.length === 0 ? '' : ' as configured now';
  return `${goesOn}${asks}reads the corpus${cut}, leaves what is stored (${counted(known, 'chunk')}) and embeds the rest${REMOVES[cleanup]}`;
}

const REMOVES: Readonly<Record<Cleanup, string>> = {
  none: '; nothing is removed',
  incremental: '; old chunks of documents that are still there are removed',
  full: '; what the corpus no longer has is removed',
};
