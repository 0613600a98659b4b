import { type Dispatcher, EnvHttpProxyAgent } from 'undici';
import { RagError } from '../core/errors.ts';

/** Proxies by the scheme of what is asked for; null for none, but that without one for https the one for http serves both. */
export interface ProxyOptions {
  readonly http: string | null;
  readonly https: string | null;
  /** What is asked without a proxy. Hosts, with or without a port, and those below them: `localhost,.example.org`; `*` is all. */
  readonly except: string | null;
}

/**
 * What sends a `fetch` through the proxies; null when there are none.
 *
 * @throws RagError CONFIG_INVALID for a proxy that is no address
 */
export function proxyDispatcher({ http, https, except }: ProxyOptions): Dispatcher | null {
  if (http === null && https === null) return null;
  for (const [name, address] of Object.entries({ HTTP_PROXY: http, HTTPS_PROXY: https })) {
    if (address === null || /^https?:\/\/[^/]/i.test(address)) continue;
    // Its value may hold a password.
    throw new RagError('CONFIG_INVALID', `the environment variable ${name} is not the address of a proxy`, {
      hint: `export ${name}=http://proxy.example:3128`,
    });
  }
  // What is left out here would be taken from the environment.
  return new EnvHttpProxyAgent({ httpProxy: http ?? '', httpsProxy: https ?? '', noProxy: except ?? '' });
}
