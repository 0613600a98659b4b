import { RagError, type RagErrorOptions } from '../core/errors.ts';
import type { HttpProxy } from '../network/proxies.ts';
import { otherwise, perhapsOfProxy } from '../network/proxy-failure.ts';
import { afterWaiting, BACK_OFF, type RetryPlan, SELDOM } from './retry-plan.ts';
import { type CollectionPlace, collectionNotFound, dimensionMismatch } from './store-errors.ts';

export interface QdrantPlace extends CollectionPlace {
  readonly port: number;
  readonly isLocal: boolean;
  readonly hasKey: boolean;
  /** That requests go through; null when they go straight. */
  readonly proxy: HttpProxy | null;
}

export interface QdrantReply {
  readonly status: number;
  /** The server's own words, or what stands in their place. */
  readonly text: string;
  /** False for a body that is not shaped like Qdrant's. */
  readonly isQdrant: boolean;
  readonly contentType: string | null;
  readonly retryAfter: string | null;
  readonly redirectTo: string | null;
}

/** One failed call: what to say when it is final, and how to try again; a null plan means it is final at once. */
export interface Failure {
  readonly error: RagError;
  readonly plan: RetryPlan | null;
}

/** The statuses of Qdrant 1.15 to 1.19. */
export function replyFailure(reply: QdrantReply, place: QdrantPlace): Failure {
  const { status, text } = reply;
  if (status >= 300 && status < 400) return final(redirected(reply, place));
  if (status === 401 || status === 403) return final(keyRefused(reply, place));
  if (status === 404) return final(reply.isQdrant ? notFound(reply, place) : notQdrant(reply, place));
  if (isTooLarge(reply)) return final(tooLarge(reply, place));
  if (status === 507 || text.includes('No space left')) return final(serverFull(reply, place));
  if (status === 422) return final(answered('CONFIG_INVALID', reply, place));
  if (status === 429) return rateLimited(reply, place);
  if (status === 408 || status >= 500 || isPatienceRefused(reply))
    return { error: answered('STORE_FAILED', reply, place), plan: BACK_OFF };
  return final(wrongDimension(text, place) ?? answered('STORE_FAILED', reply, place));
}

/** A request the server wants in smaller parts. */
export function isRequestTooLarge(error: unknown): error is RagError {
  return error instanceof RagError && error.details.reason === TOO_LARGE;
}

export function isConflict(error: unknown): boolean {
  return error instanceof RagError && error.details.status === 409;
}

/** The server gave up after the time it has for a request. */
export function isTimeout(error: RagError): boolean {
  return error.details.status === 408;
}

/** A status that is fine but a body that is not: a proxy, another server, a web page. */
export function unreadableReply(what: string, place: CollectionPlace): RagError {
  return new RagError('STORE_FAILED', `${place.location} does not answer like a Qdrant server: ${what}`, {
    hint: 'check the URL of the store: host, port and path',
    details: { location: place.location },
  });
}

export function timedOut(timeoutMs: number, place: QdrantPlace): Failure {
  const message = `the Qdrant server ${place.location} gave no whole answer within ${timeoutMs / 1000} s`;
  return {
    error: new RagError('STORE_FAILED', message, { hint: MORE_TIME, details: { location: place.location } }),
    plan: SELDOM,
  };
}

export function unreachable(reason: string, place: QdrantPlace, options: RagErrorOptions = {}): RagError {
  return new RagError('STORE_UNREACHABLE', `no Qdrant server can be reached at ${place.location} (${reason})`, {
    hint: startHint(place),
    details: { location: place.location, reason },
    ...options,
  });
}

const MORE_TIME = 'raise the option "timeoutSeconds" of the store, or look at the log of the server';
const TOO_LARGE = 'request-too-large';
const LONGEST_WAIT_MS = 120_000;

function startHint({ isLocal, port, proxy, location }: QdrantPlace): string {
  const start = isLocal
    ? `start one:  docker run -p ${port}:6333 qdrant/qdrant`
    : 'check the URL and that the server runs';
  const around = proxy === null ? '' : `\n${otherwise({ proxy, server: new URL(location) })}`;
  return `${start}\nor work without any server:  --config offline${around}`;
}

function final(error: RagError): Failure {
  return { error, plan: null };
}

function answered(code: 'CONFIG_INVALID' | 'STORE_FAILED', reply: QdrantReply, place: QdrantPlace): RagError {
  return new RagError(code, `the Qdrant server ${place.location} answered ${reply.status}: ${reply.text}`, {
    hint: (reply.status === 408 ? MORE_TIME : atProxy(reply, place)) ?? undefined,
    details: { location: place.location, status: reply.status },
  });
}

/** A collection in strict mode may allow no such time as was asked for after a timeout. */
function isPatienceRefused({ status, text }: QdrantReply): boolean {
  return status === 400 && /limit exceeded .* for "timeout"/i.test(text);
}

function redirected({ status, redirectTo }: QdrantReply, { location }: QdrantPlace): RagError {
  return new RagError(
    'CONFIG_INVALID',
    `${location} answered ${status} and points to ${redirectTo ?? 'nowhere'}, which is not followed`,
    { hint: 'set the URL of the store to where the server really is', details: { location, status } },
  );
}

function atProxy(reply: QdrantReply, { proxy, location }: QdrantPlace): string | null {
  return perhapsOfProxy(reply, { proxy, server: location });
}

function keyRefused(reply: QdrantReply, place: QdrantPlace): RagError {
  const { status, text } = reply;
  const { location, hasKey } = place;
  const hint = hasKey
    ? 'check the option "apiKey" of the store and that the key may write'
    : 'set the option "apiKey" of the store';
  return new RagError(
    hasKey ? 'KEY_REJECTED' : 'KEY_MISSING',
    `the Qdrant server ${location} answered ${status}: ${text}`,
    {
      hint: [hint, atProxy(reply, place)].filter((line) => line !== null).join('\n'),
      details: { location, status },
    },
  );
}

function notFound(reply: QdrantReply, place: QdrantPlace): RagError {
  return /collection .*(?:doesn't exist|not found)/i.test(reply.text)
    ? collectionNotFound(place)
    : answered('STORE_FAILED', reply, place);
}

function notQdrant({ status }: QdrantReply, { location }: QdrantPlace): RagError {
  return new RagError('CONFIG_INVALID', `${location} is not a Qdrant server: it answered ${status} in another form`, {
    hint: 'check the URL of the store: host, port and path',
    details: { location, status },
  });
}

function isTooLarge({ status, text }: QdrantReply): boolean {
  if (status === 413) return true;
  return (
    (status === 400 && text.includes('larger than allowed')) || (status === 429 && text.includes('split your request'))
  );
}

function tooLarge({ status, text }: QdrantReply, { location }: QdrantPlace): RagError {
  return new RagError('STORE_FAILED', `the Qdrant server ${location} refuses one point as too large: ${text}`, {
    hint: 'use smaller chunks, or raise the limit of the server',
    details: { location, status, reason: TOO_LARGE },
  });
}

function serverFull({ text }: QdrantReply, { location }: QdrantPlace): RagError {
  return new RagError('STORE_FULL', `the Qdrant server ${location} has no space left: ${text}`, {
    hint: 'free some space on the server and run the same command again: it goes on where it stopped',
    details: { location },
  });
}

function rateLimited(reply: QdrantReply, place: QdrantPlace): Failure {
  const error = answered('STORE_FAILED', reply, place);
  const seconds = Number(reply.retryAfter ?? /retry after (\d+)s/i.exec(reply.text)?.[1] ?? Number.NaN);
  if (!Number.isFinite(seconds)) return { error, plan: BACK_OFF };
  return seconds * 1000 > LONGEST_WAIT_MS ? final(error) : { error, plan: afterWaiting(seconds * 1000) };
}

function wrongDimension(text: string, place: QdrantPlace): RagError | null {
  const [, expected, actual] = /expected dim: (\d+), got (\d+)/.exec(text) ?? [];
  if (expected === undefined || actual === undefined) return null;
  return dimensionMismatch({ ...place, expected: Number(expected), actual: Number(actual) });
}
