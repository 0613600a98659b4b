import { taskGroup } from './task-group.ts';
import { untilAborted } from './until-aborted.ts';

export interface AssemblyLine<Work, Part> {
  /** The slow step: the parts of one piece of work. */
  readonly prepare: (work: Work, signal: AbortSignal) => Promise<readonly Part[]>;
  /** The step after it, part by part. */
  readonly complete: (part: Part, signal: AbortSignal) => Promise<void>;
  /** Asked whenever there is work, so that it may change. */
  readonly mostPreparing: () => number;
  readonly mostCompleting: () => number;
  /** Ends the steps that are under way; new work ends with `works`. */
  readonly signal: AbortSignal;
}

/**
 * Takes each piece of work through both steps. Parts are completed while other work is prepared; work is taken on when there is
 * room to prepare it, and room is given up when all parts are being completed: a slow step holds back the one before.
 *
 * After a failure the steps under way are told to end.
 *
 * @throws what a step, or reading the work, failed with first
 */
export async function runAssemblyLine<Work, Part>(
  works: AsyncIterable<Work>,
  line: AssemblyLine<Work, Part>,
): Promise<void> {
  const failed = new AbortController();
  const signal = AbortSignal.any([line.signal, failed.signal]);
  const stop = (error: unknown) => failed.abort(error);
  const preparing = taskGroup(line.mostPreparing, stop);
  const completing = taskGroup(line.mostCompleting, stop);

  const carryOut = async (work: Work): Promise<void> => {
    for (const part of await line.prepare(work, signal)) await completing.start(() => line.complete(part, signal));
  };
  const end = async (): Promise<void> => {
    // In this order: what is still prepared will be completed.
    const outcomes = [
      ...(await Promise.allSettled([preparing.finish()])),
      ...(await Promise.allSettled([completing.finish()])),
    ];
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  };

  try {
    for await (const work of untilAborted(works, failed.signal)) {
      await preparing.start(() => carryOut(work));
    }
  } catch (error) {
    await end().catch(() => {
      // The failure at hand came first, or is the same.
    });
    throw error;
  }
  await end();
}
