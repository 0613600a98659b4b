import { type ErrorCode, RagError, type RetryAdvice } from '../core/errors.ts';
import { networkCodes } from './network-codes.ts';
import type { HttpProxy } from './proxies.ts';

/** A request that got no further than its proxy, as it comes out of undici; `proxyError` says what to throw for it. */
export class ProxyFailure extends Error {
  readonly proxy: HttpProxy;
  readonly hint: string;
  readonly reason: string;
  /** Null for what the driver calls a server that cannot be reached. */
  readonly errorCode: ErrorCode | null;
  readonly retry: RetryAdvice | null;

  constructor(proxy: HttpProxy, message: string, { hint, reason, errorCode = null, retry = null, cause }: Facts) {
    super(message, { cause });
    this.name = 'ProxyFailure';
    this.proxy = proxy;
    this.hint = hint;
    this.reason = reason;
    this.errorCode = errorCode;
    this.retry = retry;
  }
}

interface Facts {
  readonly hint: string;
  readonly reason: string;
  readonly errorCode?: ErrorCode | null;
  readonly retry?: RetryAdvice | null;
  readonly cause?: unknown;
}

/**
 * The error of a request that failed at its proxy, which it names without the password, beside the variable to change; null for
 * any other. It is `unreachable`, or KEY_MISSING or KEY_REJECTED where the proxy asks who is there.
 */
export function proxyError(error: unknown, unreachable: ErrorCode): RagError | null {
  if (error instanceof ProxyFailure) {
    const { message, hint, reason, errorCode, retry, proxy } = error;
    const details = { proxy: proxy.origin, variable: proxy.variable, reason };
    return new RagError(errorCode ?? unreachable, message, { hint, cause: error, retry, details });
  }
  return error instanceof Error ? proxyError(error.cause, unreachable) : null;
}

/** No connection to the proxy. */
export function proxyUnreachable(cause: Error, { proxy, server }: Route): ProxyFailure {
  const [reason = cause.message] = networkCodes(cause);
  const isRefused = reason === 'ECONNREFUSED';
  const message = isRefused
    ? `nothing answers at the proxy ${proxy.origin} (connection refused)`
    : `the proxy ${proxy.origin} cannot be reached (${reason})`;
  const passes = /^(EAI_AGAIN|ECONNRESET|.*(TIMEOUT|TIMEDOUT|UNREACH).*)$/.test(reason) ? { afterMs: null } : null;
  return new ProxyFailure(proxy, message, {
    hint: otherwise({ proxy, server }),
    reason,
    retry: isRefused ? { afterMs: 200 } : passes,
    cause,
  });
}

/** A connection to the proxy that leads no further, because of an error or of what the proxy answered. */
export function proxyBlocked(obstacle: Error | number, { proxy, server }: Route): ProxyFailure {
  if (obstacle === 407) return proxyAccess(proxy);
  const isStatus = typeof obstacle === 'number';
  const reason = isStatus ? `HTTP ${obstacle}` : (networkCodes(obstacle)[0] ?? obstacle.message);
  const message = isStatus
    ? `the proxy ${proxy.origin} answers ${reason} for ${server.origin}`
    : `the proxy ${proxy.origin} does not get through to ${server.origin} (${reason})`;
  return new ProxyFailure(proxy, message, {
    hint: otherwise({ proxy, server }),
    reason,
    retry: /^(HTTP 50[234]|UND_ERR_.*|ECONNRESET|EPIPE)$/.test(reason) ? { afterMs: null } : null,
    ...(isStatus ? {} : { cause: obstacle }),
  });
}

/** From here to a server. */
export interface Route {
  readonly proxy: HttpProxy;
  readonly server: URL;
}

/** What to do about a proxy that may stand in the way. */
export function otherwise({ proxy: { variable, origin }, server: { hostname } }: Route): string {
  return `correct ${variable}, which names the proxy ${origin}\nor ask ${hostname} without it: add that name to NO_PROXY`;
}

/** What a reply shows of who sent it. */
export interface RefusalTraits {
  readonly status: number;
  readonly contentType: string | null;
}

/**
 * What to do about the proxy that may have sent a refusal in the place of the server, whose own it may be as well; null where it
 * cannot have: in a tunnel, to a server at https, no proxy answers, and it does not answer in JSON, as servers of ours do.
 */
export function perhapsOfProxy(
  { status, contentType }: RefusalTraits,
  { proxy, server }: { readonly proxy: HttpProxy | null; readonly server: string },
): string | null {
  const url = new URL(server);
  const isPossible =
    url.protocol === 'http:' && [403, 502, 503, 504].includes(status) && !/json/i.test(contentType ?? '');
  return proxy !== null && isPossible ? otherwise({ proxy, server: url }) : null;
}

function proxyAccess(proxy: HttpProxy): ProxyFailure {
  const { origin, authorization, variable } = proxy;
  const isKnown = authorization !== null;
  const message = isKnown
    ? `the proxy ${origin} rejects the user name and the password in ${variable}`
    : `the proxy ${origin} asks for a user name and a password`;
  return new ProxyFailure(proxy, message, {
    hint: `export ${variable}=${origin.replace('//', '//USER:PASSWORD@')}`,
    reason: 'HTTP 407',
    errorCode: isKnown ? 'KEY_REJECTED' : 'KEY_MISSING',
  });
}
