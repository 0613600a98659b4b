import type { RagError } from '../core/errors.ts';
import { proxyError } from '../network/proxy-failure.ts';
import { type Failure, type QdrantPlace, type QdrantReply, replyFailure, unreachable } from './qdrant-errors.ts';
import { AT_ONCE, BACK_OFF, QUICKLY, type RetryPlan, SELDOM } from './retry-plan.ts';

/** Where the transport puts `retry-after`, of which the client (1.18) would read the first digit and drop the reply. */
export const RETRY_AFTER = 'x-retry-after';

/** What the client threw, in our words; null for what is no failure of the call but a mistake in a program. */
export function qdrantFailure(thrown: unknown, place: QdrantPlace): Failure | null {
  if (!(thrown instanceof Error)) return null;
  if ('status' in thrown && typeof thrown.status === 'number')
    return replyFailure(replyOf(thrown, thrown.status), place);
  if (thrown instanceof SyntaxError) return { error: unreachable('the answer was cut short', place), plan: AT_ONCE };
  return thrown instanceof TypeError ? networkFailure(thrown, place) : null;
}

/** The client's `ApiError` has no name of its own to be told by: `status`, `data` and `headers` make it one. */
function replyOf(error: Error, status: number): QdrantReply {
  const data = 'data' in error ? error.data : undefined;
  const headers = 'headers' in error && error.headers instanceof Headers ? error.headers : new Headers();
  const said = errorText(data);
  return {
    status,
    text: shorten(said ?? (typeof data === 'string' && data !== '' ? data : error.message)),
    isQdrant: said !== null,
    contentType: headers.get('content-type'),
    retryAfter: headers.get(RETRY_AFTER),
    redirectTo: headers.get('location'),
  };
}

function errorText(data: unknown): string | null {
  if (typeof data !== 'object' || data === null || !('status' in data)) return null;
  const { status } = data;
  if (typeof status !== 'object' || status === null || !('error' in status)) return null;
  return typeof status.error === 'string' ? status.error : null;
}

function shorten(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}

function networkFailure(thrown: TypeError, place: QdrantPlace): Failure {
  const atProxy = proxyError(thrown, 'STORE_UNREACHABLE');
  if (atProxy !== null) return { error: atProxy, plan: planFor(atProxy) };
  const reason = networkReason(thrown);
  const error = unreachable(reason, place, { cause: thrown });
  if (reason === 'ECONNREFUSED') return { error, plan: QUICKLY };
  if (reason === 'ENOTFOUND' || reason === 'bad port') return { error, plan: null };
  if (/CERT|TLS|SSL|SIGNATURE|HPE_/.test(reason)) return { error: otherProtocol(reason, place, thrown), plan: null };
  if (reason === 'EAI_AGAIN') return { error, plan: BACK_OFF };
  return { error, plan: /TIMEOUT|TIMEDOUT|UNREACH/.test(reason) ? SELDOM : AT_ONCE };
}

function planFor({ retry }: RagError): RetryPlan | null {
  if (retry === null) return null;
  return retry.afterMs === null ? BACK_OFF : QUICKLY;
}

function otherProtocol(reason: string, place: QdrantPlace, cause: Error): RagError {
  const hint =
    'check whether the URL must begin with http: or https:\n' +
    'or name your own certificate authority in NODE_EXTRA_CA_CERTS';
  return unreachable(reason, place, { cause, hint });
}

/** `fetch failed` keeps the reason in its cause, which for several addresses is a list of errors. */
function networkReason({ message, cause }: Error): string {
  const causes = cause instanceof AggregateError ? [cause, ...cause.errors] : [cause];
  const codes = causes.map((one) => (one instanceof Error && 'code' in one ? one.code : undefined));
  const code = codes.find((one) => typeof one === 'string');
  return code ?? (cause instanceof Error ? cause.message : message);
}
