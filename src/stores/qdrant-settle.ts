import { RagError } from '../core/errors.ts';
import type { Report } from '../core/events.ts';
import type { Sleep } from '../network/sleep.ts';
import type { QdrantCollection } from './qdrant-collection.ts';
import type { CollectionHealth } from './qdrant-collection-info.ts';
import type { CollectionPlace } from './store-errors.ts';

export interface SettleTask {
  readonly collection: QdrantCollection;
  readonly place: CollectionPlace;
  readonly sleep: Sleep;
  readonly report: Report;
  /** Longest wait; null for a few seconds, or an hour for the graph of a bulk load. */
  readonly patienceMs: number | null;
}

/**
 * Resolves when the server has arranged all it was given, or the time is over (a notice says so). A graph that was put off while
 * the collection was filled is asked for first, and its growth reported as the stage `arrange`.
 *
 * @throws RagError STORE_INVALID when the server cannot keep the collection
 */
export async function settle(task: SettleTask, signal: AbortSignal): Promise<void> {
  const { info, health } = await task.collection.state(signal);
  const { deferredM } = info.arrangement;
  if (deferredM === null) await waitUntilGreen({ patienceMs: PATIENCE_MS, onPoll: () => {} }, health, task, signal);
  else await buildGraph(deferredM, task, signal);
}

const POLL_MS = 500;
const PATIENCE_MS = 5000;
const BULK_PATIENCE_MS = 3_600_000;

async function buildGraph(m: number, task: SettleTask, signal: AbortSignal): Promise<void> {
  const { collection, report, sleep } = task;
  await collection.endBulkLoad(m, signal);
  const total = await collection.count(signal);
  report({ type: 'stage-start', stage: 'arrange', total });
  let arranged = 0;
  const onPoll = ({ indexed }: CollectionHealth): void => {
    // The server's number may be too large for a while.
    const by = Math.min(indexed, total) - arranged;
    if (by > 0) report({ type: 'stage-advance', stage: 'arrange', by });
    arranged += Math.max(0, by);
  };
  await sleep(POLL_MS, signal); // Until the server has noticed that there is something to do, it may be green.
  const { health } = await collection.state(signal);
  await waitUntilGreen({ patienceMs: BULK_PATIENCE_MS, onPoll }, health, task, signal);
  report({ type: 'stage-end', stage: 'arrange' });
}

interface Waiting {
  /** Unless the task says otherwise. */
  readonly patienceMs: number;
  readonly onPoll: (health: CollectionHealth) => void;
}

async function waitUntilGreen(
  { patienceMs: usualPatienceMs, onPoll }: Waiting,
  first: CollectionHealth,
  { collection, place, sleep, report, patienceMs }: SettleTask,
  signal: AbortSignal,
): Promise<void> {
  let health = first;
  for (let waited = 0; ; waited += POLL_MS) {
    const { status, problem, queued } = health;
    onPoll(health);
    if (status === 'red') throw broken(problem, place);
    if (status === 'green' && queued === 0) return;
    if (waited >= (patienceMs ?? usualPatienceMs)) return report(stillBusy(status, place));
    // Grey means that work is left and nothing has asked for it since the server started; any change of its options does.
    if (status === 'grey' && waited === 0) await collection.update({ optimizers_config: {} }, signal);
    await sleep(POLL_MS, signal);
    ({ health } = await collection.state(signal));
  }
}

function broken(problem: string, { collection, location }: CollectionPlace): RagError {
  return new RagError(
    'STORE_INVALID',
    `the Qdrant server ${location} cannot keep collection "${collection}": ${problem}`,
    {
      hint: 'look at the log of the server, then build the collection anew:  rag index --recreate',
      details: { collection, location, problem },
    },
  );
}

function stillBusy(status: string, { collection, location }: CollectionPlace) {
  const message = `the Qdrant server ${location} is still arranging collection "${collection}" (${status}): all is found, only slower`;
  return { type: 'notice', code: 'STORE_BUSY', message } as const;
}
