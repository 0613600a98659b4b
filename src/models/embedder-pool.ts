import type { Embedder } from '../core/embedder.ts';
import { invariantBroken, RagError } from '../core/errors.ts';
import type { Report } from '../core/events.ts';
import type { Sleep } from '../network/sleep.ts';
import { type Call, callQueue } from './call-queue.ts';
import type { ConcurrencyControl } from './concurrency-control.ts';
import { type Endpoint, isTooBusy, isTrouble, servingEndpoints } from './serving-endpoints.ts';

export interface EmbedderPoolOptions {
  /** One for each endpoint. */
  readonly control: () => ConcurrencyControl;
  readonly report: Report;
  readonly sleep: Sleep;
  /** Milliseconds from any fixed moment. */
  readonly clock: () => number;
}

/**
 * One embedder of one or several endpoints that serve the same model. A call waits until an endpoint has room and goes to the one
 * with the largest share of its room free.
 *
 * Before the first call each of several endpoints is asked for the vector of one text. One that fails is left alone for a while and
 * its call goes to another: a call fails so only when no other is left. A refusal for too much work fails its call, lowers what the
 * endpoint is sent, and keeps the call's place taken for as long as the server asked to wait.
 *
 * @throws RagError EMBEDDERS_DIFFER from the first calls, and whatever the endpoints throw
 */
export function embedderPool(
  endpoints: readonly Endpoint[],
  { control, report, sleep, clock }: EmbedderPoolOptions,
): Embedder {
  const places = endpoints.map((endpoint): Place => ({ endpoint, control: control(), running: 0 }));
  const serving = endpoints.length === 1 ? null : servingEndpoints(endpoints, { report, clock });
  const queue = callQueue();
  const inUse = () => places.filter(({ endpoint }) => serving?.isServing(endpoint) ?? true);

  const dispatch = (): void => {
    for (let place = roomiest(inUse()); place !== null; place = roomiest(inUse())) {
      const call = queue.take();
      if (call === null) return;
      void carryOut(call, place);
    }
  };
  const carryOut = async (call: Call, place: Place): Promise<void> => {
    const startedAt = clock();
    place.running += 1;
    try {
      const vectors = await place.endpoint.embedder.embed(call.texts, call.signal);
      place.control.succeeded(call.texts.length, clock(), queue.isWaiting());
      call.resolve(vectors);
    } catch (error) {
      if (isTooBusy(error) || isTimeout(error)) place.control.pushedBack(startedAt, clock());
      passOn(call, place.endpoint, error);
      if (isTooBusy(error)) await pause(error, call.signal);
    } finally {
      place.running -= 1;
      dispatch();
      await serving?.lookAgain(call.signal).then(dispatch);
    }
  };
  /** To another endpoint, or back to the caller. */
  const passOn = (call: Call, endpoint: Endpoint, error: unknown): void => {
    const isForOthers = serving !== null && isTrouble(error) && !call.signal.aborted;
    if (isForOthers) serving.takeOut(endpoint, error);
    if (isForOthers && inUse().length > 0) queue.putBack(call);
    else call.reject(error);
    if (inUse().length === 0) queue.rejectAll(error);
  };
  /** Its failing means that nobody waits any longer. */
  const pause = (error: RagError, signal: AbortSignal): Promise<void> =>
    sleep(Math.min(LONGEST_PAUSE_MS, error.retry?.afterMs ?? 0), signal).catch(() => {});

  const [first] = endpoints;
  if (first === undefined) throw invariantBroken('a pool without endpoints');
  return {
    ...first.embedder,
    concurrency: () => inUse().reduce((sum, place) => sum + place.control.limit, SPARE_CALLS),
    embed: async (texts, signal) => {
      do await serving?.open(signal);
      while (inUse().length === 0); // The last may have failed just then.
      const result = queue.add(texts, signal);
      dispatch();
      return result;
    },
  };
}

const LONGEST_PAUSE_MS = 120_000;

/** Made ready while all places are taken, so that none is ever empty for want of a call. */
const SPARE_CALLS = 2;

interface Place {
  readonly endpoint: Endpoint;
  readonly control: ConcurrencyControl;
  running: number;
}

/** Null when none has room; the first of those that are equal. */
function roomiest(places: readonly Place[]): Place | null {
  const share = ({ running, control: { limit } }: Place): number => running / limit;
  const [best = null] = places
    .filter(({ running, control }) => running < control.limit)
    .toSorted((left, right) => share(left) - share(right));
  return best;
}

function isTimeout(error: unknown): boolean {
  return error instanceof RagError && error.code === 'EMBEDDER_TIMEOUT';
}
