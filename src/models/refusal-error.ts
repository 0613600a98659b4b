import { type ErrorCode, RagError, type RetryAdvice } from '../core/errors.ts';
import { maskKey, type Refusal } from './refusal.ts';
import { retryAfterMs } from './retry-after.ts';
import type { ServerContext } from './server-context.ts';
import { llamaServer } from './start-hint.ts';

interface Verdict {
  readonly code: ErrorCode;
  /** Completes "<url> …". */
  readonly what: string;
  readonly hint: string;
  readonly retry?: boolean;
}

type Rule = (refusal: Refusal, context: ServerContext) => Verdict | null;

/** The first rule that knows the refusal decides; what the text says is more exact than the status. */
const RULES: readonly Rule[] = [
  contextOverflow,
  diskFull,
  quotaExceeded,
  keyRejected,
  foreignHost,
  accessDenied,
  modelMissing,
  wrongPath,
  embeddingsUnsupported,
  vectorsNotFinite,
  rateLimited,
  serverBusy,
  requestInvalid,
  serverFailed,
];

/** A refusal in words, with advice to retry where the same request may succeed later. `now` is in milliseconds since 1970. */
export function refusalError(refusal: Refusal, context: ServerContext, now: number): RagError {
  const verdict = firstVerdict(refusal, context) ?? otherwise(refusal, context);
  const { url } = context.address;
  const retry: RetryAdvice | null = verdict.retry
    ? { afterMs: retryAfterMs(refusal.headers, refusal.text, now) }
    : null;
  return new RagError(verdict.code, `${url} ${verdict.what}${quoted(refusal)}`, {
    hint: verdict.hint,
    retry,
    details: { url, status: refusal.status, text: refusal.text, requestId: refusal.headers.get('x-request-id') },
  });
}

function firstVerdict(refusal: Refusal, context: ServerContext): Verdict | null {
  for (const rule of RULES) {
    const verdict = rule(refusal, context);
    if (verdict !== null) return verdict;
  }
  return null;
}

function quoted({ text }: Refusal): string {
  return text === '' ? '' : `: ${text}`;
}

function contextOverflow({ status, type, code, text }: Refusal, { serves }: ServerContext): Verdict | null {
  // llama.cpp answers an input longer than its physical batch with a 500 that no retry can cure.
  if (/too large to process/i.test(text)) {
    return {
      code: 'CONTEXT_OVERFLOW',
      what: 'cannot take a text this long in one batch',
      hint: 'start llama-server with a larger -ub (and -b), or use smaller chunks',
    };
  }
  const isOverflow =
    type === 'exceed_context_size_error' ||
    code === 'context_length_exceeded' ||
    (status < 500 && OVERFLOW.test(text)) ||
    (status === 429 && TOO_LARGE_EVER.test(text));
  if (!isOverflow) return null;
  return {
    code: 'CONTEXT_OVERFLOW',
    what: serves === 'completions' ? 'cannot take a prompt this long' : 'cannot take a text this long',
    hint:
      serves === 'completions'
        ? 'give the model a larger context (llama-server -c, OLLAMA_CONTEXT_LENGTH), or use fewer demos or passages'
        : 'use smaller chunks, or give the model a larger context',
  };
}

const OVERFLOW =
  /context (length|size|window)|maximum context|prompt is longer than|input length exceeds|larger than the max context/i;
const TOO_LARGE_EVER = /request too large|larger than rate limiter capacity|split your request/i;

function diskFull({ status, text }: Refusal): Verdict | null {
  if (status !== 507 && !/no space left/i.test(text)) return null;
  return {
    code: 'DISK_FULL',
    what: 'is out of space',
    hint: 'free some space on the server and run the command again',
  };
}

function quotaExceeded({ status, type, code, text }: Refusal): Verdict | null {
  const isQuota =
    [type, code].includes('insufficient_quota') || status === 402 || /exceeded your current quota/i.test(text);
  if (!isQuota) return null;
  return {
    code: 'QUOTA_EXCEEDED',
    what: 'has no quota left for this key',
    hint: 'look at the billing page of the provider, or use another key or server',
  };
}

function keyRejected({ status }: Refusal, { apiKey }: ServerContext): Verdict | null {
  if (status !== 401) return null;
  if (apiKey === null) {
    return { code: 'KEY_REJECTED', what: 'wants a key and none is configured', hint: 'set apiKey for this server' };
  }
  return {
    code: 'KEY_REJECTED',
    what: `does not accept the key ${maskKey(apiKey)}`,
    hint: 'check apiKey for this server, and the environment variable it comes from',
  };
}

/** Ollama's guard against DNS rebinding answers a name it does not know with an empty 403. */
function foreignHost({ status, text }: Refusal, { address, codes }: ServerContext): Verdict | null {
  if (status !== 403 || text !== '' || address.port !== 11434) return null;
  return {
    code: codes.unreachable,
    what: `refuses requests for the host "${address.host}"`,
    hint: 'use 127.0.0.1 in the base URL, or start Ollama with OLLAMA_HOST=0.0.0.0',
  };
}

function accessDenied({ status }: Refusal, { apiKey, serves }: ServerContext): Verdict | null {
  if (status !== 403) return null;
  const who = apiKey === null ? 'access without a key' : `the key ${maskKey(apiKey)}`;
  return {
    code: 'KEY_REJECTED',
    what: `does not let ${who} ask for ${serves}`,
    hint: 'use a key with the right to do so',
  };
}

function modelMissing({ status, code, text }: Refusal, { model }: ServerContext): Verdict | null {
  const isMissing =
    code === 'model_not_found' || (status < 500 && /model\b.*(not found|does not exist|not exist|unknown)/i.test(text));
  if (!isMissing) return null;
  return {
    code: 'MODEL_NOT_FOUND',
    what: `has no model "${model}"`,
    hint: 'check the name of the model',
  };
}

function wrongPath({ status }: Refusal, { address }: ServerContext): Verdict | null {
  if (status !== 404 && status !== 405) return null;
  return {
    code: 'CONFIG_INVALID',
    what: `has nothing at that path (HTTP ${status})`,
    hint: pathHint(address.url),
  };
}

/** Most servers live below /v1 and nothing else tells that it was forgotten. */
export function pathHint(url: string): string {
  return url.endsWith('/v1')
    ? `is the base URL right? without /v1 it is  ${url.slice(0, -'/v1'.length)}`
    : `is /v1 missing in the base URL? with it, it is  ${url}/v1`;
}

function embeddingsUnsupported({ status }: Refusal, { serves, address }: ServerContext): Verdict | null {
  if (status !== 501) return null;
  return {
    code: 'MODEL_NOT_FOUND',
    what: `does not offer ${serves}`,
    hint: `start it with a model that does:  ${llamaServer(serves, address.port)}`,
  };
}

function vectorsNotFinite({ text }: Refusal, { serves, codes }: ServerContext): Verdict | null {
  if (serves !== 'embeddings' || !/contains NaN|NaN or Inf/i.test(text)) return null;
  return {
    code: codes.invalid,
    what: 'made a vector with numbers that are not finite',
    hint: 'update the server, or use other weights of the model (F16 instead of a quantised file)',
  };
}

function rateLimited({ status }: Refusal, { codes }: ServerContext): Verdict | null {
  if (status !== 429) return null;
  return { code: codes.failed, what: 'asks to slow down (HTTP 429)', hint: 'lower the concurrency', retry: true };
}

function serverBusy({ status, text }: Refusal, { codes }: ServerContext): Verdict | null {
  if (status !== 503 || !/busy|pending requests|overloaded/i.test(text)) return null;
  return {
    code: codes.failed,
    what: 'has too many requests waiting (HTTP 503)',
    hint: 'lower the concurrency, or start Ollama with a larger OLLAMA_MAX_QUEUE',
    retry: true,
  };
}

function requestInvalid({ status }: Refusal): Verdict | null {
  if (status !== 422) return null;
  return {
    code: 'CONFIG_INVALID',
    what: 'does not understand the request (HTTP 422)',
    hint: 'check the model and the sampling options against what the server supports',
  };
}

function serverFailed({ status }: Refusal, { codes }: ServerContext): Verdict | null {
  if (status < 500 && ![408, 409, 425].includes(status)) return null;
  return {
    code: codes.failed,
    what: `failed (HTTP ${status})`,
    hint: 'look at the log of the server',
    retry: true,
  };
}

function otherwise({ status }: Refusal, { codes }: ServerContext): Verdict {
  return {
    code: codes.failed,
    what: status === 200 ? 'answered with an error' : `refused the request (HTTP ${status})`,
    hint: 'check the model and the options sent to it',
  };
}
