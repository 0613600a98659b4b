import type { Refusal } from './refusal.ts';
import type { Verdict } from './refusal-rule.ts';
import type { ServerContext } from './server-context.ts';
import { llamaServer } from './start-hint.ts';

export function contextOverflow({ status, type, code, text }: Refusal, { serves }: ServerContext): Verdict | null {
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

export function modelMissing({ status, code, text }: Refusal, { model }: ServerContext): Verdict | null {
  const isMissing = code === 'model_not_found' || (status < 500 && MISSING.test(text));
  if (!isMissing) return null;
  return {
    code: 'MODEL_NOT_FOUND',
    what: `has no model "${model}"`,
    hint: 'check the name of the model',
  };
}

const MISSING = /\bmodel (['"`]).+\1,? (is )?(not found|does not exist)|^unknown model\b/i;

export function wrongPath({ status }: Refusal, { address }: ServerContext): Verdict | null {
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

export function embeddingsUnsupported({ status }: Refusal, { serves, address }: ServerContext): Verdict | null {
  if (status !== 501) return null;
  return {
    code: 'MODEL_NOT_FOUND',
    what: `does not offer ${serves}`,
    hint: `start it with a model that does:  ${llamaServer(serves, address.port)}`,
  };
}

export function vectorsNotFinite({ text }: Refusal, { serves, codes }: ServerContext): Verdict | null {
  if (serves !== 'embeddings' || !/contains NaN|NaN or Inf/i.test(text)) return null;
  return {
    code: codes.invalid,
    what: 'made a vector with numbers that are not finite',
    hint: 'update the server, or use other weights of the model (F16 instead of a quantised file)',
  };
}

export function requestInvalid({ status }: Refusal): Verdict | null {
  if (status !== 422) return null;
  return {
    code: 'CONFIG_INVALID',
    what: 'does not understand the request (HTTP 422)',
    hint: 'check the model and the sampling options against what the server supports',
  };
}
