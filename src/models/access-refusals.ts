import { maskKey, type Refusal } from './refusal.ts';
import type { Verdict } from './refusal-rule.ts';
import type { ServerContext } from './server-context.ts';

export function quotaExceeded({ status, type, code, text }: Refusal): Verdict | null {
  const isQuota =
    [type, code].includes('insufficient_quota') || status === 402 || /exceeded your current quota/i.test(text);
  if (!isQuota) return null;
  return {
    code: 'QUOTA_EXCEEDED',
    what: 'has no quota left for this key',
    hint: 'look at the billing page of the provider, or use another key or server',
  };
}

export function keyRejected({ status }: Refusal, { apiKey }: ServerContext): Verdict | null {
  if (status !== 401) return null;
  if (apiKey === null) {
    return {
      code: 'KEY_REJECTED',
      what: 'wants a key and none is configured',
      hint: 'name its environment variable in the config file:  apiKey: ${OPENAI_API_KEY}',
    };
  }
  return {
    code: 'KEY_REJECTED',
    what: `does not accept the key ${maskKey(apiKey)}`,
    hint: 'check apiKey for this server, and the environment variable it comes from',
  };
}

/** Ollama's guard against DNS rebinding answers a name it does not know with an empty 403. */
export function foreignHost({ status, text }: Refusal, { address, codes }: ServerContext): Verdict | null {
  if (status !== 403 || text !== '' || address.port !== 11434) return null;
  return {
    code: codes.unreachable,
    what: `refuses requests for the host "${address.host}"`,
    hint: 'use 127.0.0.1 in the base URL, or start Ollama with OLLAMA_HOST=0.0.0.0',
  };
}

export function accessDenied({ status }: Refusal, { apiKey, serves }: ServerContext): Verdict | null {
  if (status !== 403) return null;
  const who = apiKey === null ? 'access without a key' : `the key ${maskKey(apiKey)}`;
  return {
    code: 'KEY_REJECTED',
    what: `does not let ${who} ask for ${serves}`,
    hint: 'use a key with the right to do so',
  };
}
