import type { Embedder } from '../core/embedder.ts';
import { RagError } from '../core/errors.ts';
import type { Report } from '../core/events.ts';
import { differenceOf, refuseChanged, refuseDifferent, type Sample } from './same-vectors.ts';

/** An embedder and where it is, for messages. */
export interface Endpoint {
  readonly url: string;
  readonly embedder: Embedder;
}

/** Which of several endpoints may be sent texts: those that answer, and with the vectors of the same model. */
export interface ServingEndpoints {
  isServing(endpoint: Endpoint): boolean;
  /**
   * Resolves when at least one serves. When none does, all are asked for the vector of one text.
   *
   * @throws RagError EMBEDDERS_DIFFER, or what the first of them failed with when all did
   */
  open(signal: AbortSignal): Promise<void>;
  /** Takes out of use what fails. */
  takeOut(endpoint: Endpoint, error: RagError): void;
  /** Asks those again whose time has come; resolves when all have answered. */
  lookAgain(signal: AbortSignal): Promise<void>;
}

export interface ServingOptions {
  readonly report: Report;
  /** Milliseconds from any fixed moment. */
  readonly clock: () => number;
}

export function servingEndpoints(endpoints: readonly Endpoint[], { report, clock }: ServingOptions): ServingEndpoints {
  const states = new Map<Endpoint, State>(endpoints.map((endpoint) => [endpoint, { type: 'unknown' }]));
  let reference: Sample | null = null;
  let opening: Promise<void> | null = null;

  const serving = (): Endpoint[] => endpoints.filter((endpoint) => states.get(endpoint)?.type === 'serving');
  const takeOut = (endpoint: Endpoint, error: RagError, waitMs = FIRST_WAIT_MS): void => {
    states.set(endpoint, { type: 'out', waitMs, until: clock() + waitMs });
    if (waitMs === FIRST_WAIT_MS) report(down(error, serving()));
  };
  const askAll = async (signal: AbortSignal): Promise<void> => {
    const asked = await Promise.all(
      endpoints.map(async (endpoint) => ({
        endpoint,
        answer: await sampleOf(endpoint, { passesOver: isTrouble, signal }),
      })),
    );
    const samples = asked.flatMap(({ answer }) => (answer instanceof RagError ? [] : [answer]));
    if (reference === null) refuseDifferent(samples);
    else refuseChanged(reference, samples);
    reference ??= firstOf(samples);
    for (const { endpoint, answer } of asked)
      if (!(answer instanceof RagError)) states.set(endpoint, { type: 'serving' });
    const errors = asked.flatMap(({ endpoint, answer }) => (answer instanceof RagError ? [{ endpoint, answer }] : []));
    const [first] = errors;
    if (first !== undefined && samples.length === 0) throw first.answer;
    for (const { endpoint, answer } of errors) takeOut(endpoint, answer);
  };
  const askOne = async (endpoint: Endpoint, waitedMs: number, signal: AbortSignal): Promise<void> => {
    states.set(endpoint, { type: 'asked' });
    const answer = await sampleOf(endpoint, { passesOver: isRagError, signal });
    if (answer instanceof RagError) return takeOut(endpoint, answer, Math.min(LONGEST_WAIT_MS, 2 * waitedMs));
    const difference = reference === null ? null : differenceOf(reference, answer);
    states.set(endpoint, { type: difference === null ? 'serving' : 'different' });
    report(difference === null ? back(endpoint) : leftOut(difference));
  };

  return {
    isServing: (endpoint) => states.get(endpoint)?.type === 'serving',
    open: async (signal) => {
      if (serving().length > 0) return;
      opening ??= askAll(signal).finally(() => {
        opening = null;
      });
      await opening;
    },
    takeOut: (endpoint, error) => {
      if (states.get(endpoint)?.type === 'serving') takeOut(endpoint, error);
    },
    lookAgain: async (signal) => {
      const now = clock();
      const due = endpoints.flatMap((endpoint) => {
        const state = states.get(endpoint);
        return state?.type === 'out' && state.until <= now ? [askOne(endpoint, state.waitMs, signal)] : [];
      });
      await Promise.all(due);
    },
  };
}

interface Asking {
  /** Errors that only say that this endpoint cannot be used now. */
  readonly passesOver: (error: unknown) => error is RagError;
  readonly signal: AbortSignal;
}

async function sampleOf({ url, embedder }: Endpoint, { passesOver, signal }: Asking): Promise<Sample | RagError> {
  try {
    const [vector = new Float32Array()] = await embedder.embed([PROBE], signal);
    return { from: url, vector };
  } catch (error) {
    if (!passesOver(error)) throw error;
    return error;
  }
}

/** To compare later ones with, also of the same endpoint. */
function firstOf([first]: readonly Sample[]): Sample | null {
  return first === undefined ? null : { ...first, from: `${first.from} at first` };
}

function isRagError(error: unknown): error is RagError {
  return error instanceof RagError;
}

type State =
  | { readonly type: 'unknown' | 'serving' | 'asked' | 'different' }
  | { readonly type: 'out'; readonly until: number; readonly waitMs: number };

const PROBE = 'one text, to compare the vectors of several servers';
const FIRST_WAIT_MS = 10_000;
const LONGEST_WAIT_MS = 300_000;

/** Nobody answers, or not in time, or only with a failure of the server: others may do better. */
export function isTrouble(error: unknown): error is RagError {
  if (!(error instanceof RagError)) return false;
  if (error.code === 'EMBEDDER_UNREACHABLE' || error.code === 'EMBEDDER_TIMEOUT') return true;
  return error.code === 'EMBEDDER_FAILED' && error.retry !== null && !isTooBusy(error);
}

/** It asks to be sent less. */
export function isTooBusy(error: unknown): error is RagError {
  return error instanceof RagError && error.retry !== null && [429, 503].includes(Number(error.details.status));
}

function down({ message }: RagError, others: readonly Endpoint[]) {
  const rest = others.length === 0 ? '' : `; going on with ${others.map(({ url }) => url).join(', ')}`;
  return { type: 'notice', code: 'ENDPOINT_DOWN', message: `${message}${rest}` } as const;
}

function back({ url }: Endpoint) {
  return { type: 'notice', level: 'info', code: 'ENDPOINT_BACK', message: `${url} serves again` } as const;
}

function leftOut(difference: string) {
  return { type: 'notice', code: 'ENDPOINT_DIFFERS', message: `${difference}; it gets no more texts` } as const;
}
