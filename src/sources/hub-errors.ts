import { RagError } from '../core/errors.ts';
import { errorCode } from '../files/error-code.ts';
import { type Proxies, proxyFor } from '../network/proxies.ts';
import { perhapsOfProxy, proxyError } from '../network/proxy-failure.ts';

/** What a request is about, for messages. */
export interface HubSubject {
  readonly endpoint: string;
  readonly repository: string;
  readonly revision: string;
  readonly hasToken: boolean;
  readonly proxies: Proxies;
}

const OFFLINE_HINT =
  'with a filled cache no network is needed: set HF_HUB_OFFLINE=1; for a mirror set HF_ENDPOINT\nor try the bundled sample:  --config offline';
const LONGEST_WAIT_MS = 120_000;

/** Answers that pass: too many requests, and a server or gateway in trouble. */
const PASSING_STATUSES: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

/** What the hub's refusal means: `X-Error-Code` where it sends one, else the status. */
export function statusError(response: Response, subject: HubSubject): RagError {
  const { status, headers } = response;
  const { repository, revision, endpoint, proxies } = subject;
  const details = { repository, revision, endpoint, status };
  const errorCode = headers.get('x-error-code');
  const said = headers.get('x-error-message');
  if (errorCode === 'RevisionNotFound') {
    return new RagError('DATASET_NOT_FOUND', `the data set ${repository} has no revision "${revision}"`, { details });
  }
  if (errorCode === 'EntryNotFound') {
    return new RagError('DATASET_NOT_FOUND', `${repository} at ${revision} has no file ${fileOf(response.url)}`, {
      details,
    });
  }
  if (errorCode === 'GatedRepo' || status === 403) return gated(subject, details);
  if (status === 401 && said?.startsWith('Invalid credentials')) {
    return new RagError('KEY_REJECTED', `the hub at ${endpoint} rejects the token`, {
      hint: 'set HF_TOKEN to a token of yours, or unset it: public data sets need none',
      details,
    });
  }
  // For a data set that does not exist the hub answers 401, so that nobody can tell it from a private one.
  if (status === 401 || status === 404) {
    return new RagError('DATASET_NOT_FOUND', `the hub at ${endpoint} has no data set ${repository}`, {
      hint: 'check the name (owner/name); a private data set needs HF_TOKEN to be set',
      details,
    });
  }
  const traits = { status, contentType: headers.get('content-type') };
  const route = { proxy: proxyFor(endpoint, proxies), server: endpoint };
  return new RagError('SOURCE_FAILED', `the hub at ${endpoint} answered ${status}${said === null ? '' : `: ${said}`}`, {
    hint: perhapsOfProxy(traits, route) ?? undefined,
    details,
    retry: PASSING_STATUSES.has(status) ? { afterMs: retryAfterMs(headers) } : null,
  });
}

/** No answer at all: nothing listens, the name is unknown, the connection broke, or nothing came in time. */
export function networkError(cause: unknown, { endpoint, repository }: HubSubject): RagError {
  const atProxy = proxyError(cause, 'SOURCE_UNREACHABLE');
  if (atProxy !== null) return atProxy;
  const code = systemCode(cause);
  const reason = code ?? innermostMessage(cause);
  return new RagError('SOURCE_UNREACHABLE', `the hub at ${endpoint} cannot be reached for ${repository}: ${reason}`, {
    cause,
    hint: OFFLINE_HINT,
    details: { endpoint, repository, reason },
    // A name that does not resolve will not resolve a second later.
    retry: code === 'ENOTFOUND' ? null : { afterMs: null },
  });
}

/** An answer that stopped in the middle. */
export function brokenAnswer(cause: unknown, { endpoint, repository }: HubSubject): RagError {
  const reason = systemCode(cause) ?? innermostMessage(cause);
  return new RagError('SOURCE_FAILED', `the connection to ${endpoint} broke while reading ${repository}: ${reason}`, {
    cause,
    hint: 'run the same command again: a download goes on where it stopped',
    details: { endpoint, repository, reason },
    retry: { afterMs: null },
  });
}

/** An answer that is not the hub's: a proxy's page, another server, an older interface. */
export function strangeAnswer(cause: unknown, { endpoint, repository, revision }: HubSubject): RagError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new RagError('SOURCE_FAILED', `the server at ${endpoint} does not answer like the hub: ${reason}`, {
    cause,
    hint: 'check HF_ENDPOINT, and whether a proxy answers in the place of the hub',
    details: { endpoint, repository, revision },
  });
}

function gated({ repository, endpoint, hasToken }: HubSubject, details: RagError['details']): RagError {
  return hasToken
    ? new RagError('KEY_REJECTED', `the token gives no access to the data set ${repository}`, {
        hint: `ask for access at ${endpoint}/datasets/${repository}, or set HF_TOKEN to a token that has it`,
        details,
      })
    : new RagError('KEY_MISSING', `the data set ${repository} is gated and needs a token`, {
        hint: `ask for access at ${endpoint}/datasets/${repository}, then set HF_TOKEN`,
        details,
      });
}

function fileOf(url: string): string {
  const path = new URL(url).pathname.split('/resolve/')[1] ?? '';
  return decodeURIComponent(path.slice(path.indexOf('/') + 1));
}

function retryAfterMs(headers: Headers): number | null {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds * 1000, LONGEST_WAIT_MS) : null;
}

/** `fetch failed` says nothing; what failed is a cause of it. */
function innermostMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : innermostMessage(error.cause);
}

/** `ECONNREFUSED`, … wherever fetch has put it: on a cause, or on the first of several. */
function systemCode(error: unknown): string | null {
  if (error instanceof AggregateError) return error.errors.map(systemCode).find((code) => code !== null) ?? null;
  return errorCode(error) ?? (error instanceof Error ? systemCode(error.cause) : null);
}
