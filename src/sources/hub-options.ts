import { join } from 'node:path';
import { type Proxies, proxiesIn } from '../network/proxies.ts';

export interface HubOptions {
  /** Without a slash at the end. */
  readonly endpoint: string;
  /** Holds a `datasets--owner--name` folder per data set, as Python's huggingface_hub lays it out. */
  readonly cacheFolder: string;
  /** Never ask the hub: use what is in the cache, or fail. */
  readonly offline: boolean;
  readonly token: string | null;
  /** Where `hf auth login` leaves a token; read when there is no `token`. */
  readonly tokenFile: string;
  /** Before the second try of a failed request; doubled for each one after. */
  readonly retryWaitMs: number;
  /** Without a byte for so long, a request has failed. */
  readonly stallMs: number;
  readonly proxies: Proxies;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What the `HF_*` variables ask for, read as Python does (huggingface_hub 2.4.0, constants.py), so that both find the same
 * cache, hub and token; and the usual variables for proxies.
 */
export function hubOptions(environment: Environment, home: string): HubOptions {
  const value = (...names: readonly string[]) => names.map((name) => environment[name]).find(isGiven) ?? null;
  const folder = (path: string) => (path === '~' || path.startsWith('~/') ? join(home, path.slice(1)) : path);
  const hubHome = folder(value('HF_HOME') ?? join(value('XDG_CACHE_HOME') ?? join(home, '.cache'), 'huggingface'));
  return {
    endpoint: (value('HF_ENDPOINT') ?? 'https://huggingface.co').replace(/\/+$/, ''),
    cacheFolder: folder(value('HF_HUB_CACHE', 'HUGGINGFACE_HUB_CACHE') ?? join(hubHome, 'hub')),
    offline: /^(1|on|yes|true)$/i.test(value('HF_HUB_OFFLINE', 'TRANSFORMERS_OFFLINE') ?? ''),
    token: value('HF_TOKEN', 'HUGGING_FACE_HUB_TOKEN')?.trim() ?? null,
    tokenFile: folder(value('HF_TOKEN_PATH') ?? join(hubHome, 'token')),
    retryWaitMs: 500,
    stallMs: 60_000,
    proxies: proxiesIn(environment),
  };
}

function isGiven(value: string | undefined): value is string {
  return value !== undefined && value.trim() !== '';
}
