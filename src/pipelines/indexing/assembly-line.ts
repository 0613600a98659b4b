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
 * What is completed first is the beginning of the first piece of work, whichever is prepared first: a store may take the measure
 * of a collection by it. After a failure the steps under way are told to end.
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
  const { enter, open } = turnstile();

  const carryOut = async (work: Work, entered: Promise<void>): Promise<void> => {
    try {
      const parts = await line.prepare(work, signal);
      await entered;
      for (const part of parts) await completing.start(() => line.complete(part, signal).finally(open));
      if (parts.length === 0) open();
    } catch (error) {
      open();
      throw error;
    }
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
      const entered = enter();
      await preparing.start(() => carryOut(work, entered));
    }
  } catch (error) {
    await end().catch(() => {
      // The failure at hand came first, or is the same.
    });
    throw error;
  }
  await end();
}

/** Lets the first one in at once, and all others when it opens the way. */
function turnstile() {
  let open: () => void = () => {};
  const way = new Promise<void>((resolve) => {
    open = resolve;
  });
  let entered = 0;
  return {
    enter: (): Promise<void> => {
      entered += 1;
      return entered === 1 ? Promise.resolve() : way;
    },
    open: () => open(),
  };
}
