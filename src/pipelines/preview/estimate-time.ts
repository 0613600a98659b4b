import type { Embedder } from '../../core/embedder.ts';
import type { RunRecord } from '../../core/index-journal.ts';

/** How long a run may take, and where that is from. */
export type TimeEstimate =
  | {
      readonly basis: 'measured';
      readonly seconds: number;
      /** Of the last run with this model on this machine, all its work included. */
      readonly textsPerSecond: number;
      /** When that run ended, as ISO 8601. */
      readonly measuredAt: string;
    }
  | {
      /** No run is known: so long if calls took so long, with so many under way. */
      readonly basis: 'assumed';
      readonly seconds: number;
      readonly callSeconds: number;
      readonly callsAtOnce: number;
    };

export interface EstimateTask {
  /** Texts to embed. */
  readonly texts: number;
  /** Requests they take. */
  readonly calls: number;
  readonly embedder: Embedder;
  readonly runs: readonly RunRecord[];
}

export function estimateTime({ texts, calls, embedder, runs }: EstimateTask): TimeEstimate {
  const last = runs
    .filter((run) => isAlike(run, embedder))
    .toSorted((left, right) => ((left.endedAt ?? '') < (right.endedAt ?? '') ? 1 : -1))[0];
  if (last === undefined) {
    const callsAtOnce = embedder.concurrency?.() ?? SOME_CALLS;
    return { basis: 'assumed', seconds: (calls * CALL_SECONDS) / callsAtOnce, callSeconds: CALL_SECONDS, callsAtOnce };
  }
  const textsPerSecond = last.embedded / last.seconds;
  return { basis: 'measured', seconds: texts / textsPerSecond, textsPerSecond, measuredAt: last.endedAt ?? '' };
}

const CALL_SECONDS = 0.5;
const SOME_CALLS = 4;

/** A run that came to its end, and embedded enough with the same model to tell how fast that goes. */
function isAlike({ identity, endedAt, embedded, seconds }: RunRecord, { model }: Embedder): boolean {
  return endedAt !== null && embedded >= FEWEST && seconds > 0 && identity.embedding_model === model;
}

const FEWEST = 50;
