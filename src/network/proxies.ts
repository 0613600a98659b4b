import { RagError } from '../core/errors.ts';
import { isLoopback } from './is-loopback.ts';
import { isListed } from './no-proxy.ts';
import { urlCredentials } from './url-credentials.ts';

/** The proxies that an environment names. */
export interface Proxies {
  readonly http: ProxyVariable | null;
  readonly https: ProxyVariable | null;
  /** What is asked without a proxy: see `isListed`. */
  readonly except: string;
}

interface ProxyVariable {
  readonly name: string;
  /** May hold a password. */
  readonly value: string;
}

export interface HttpProxy {
  /** `http://proxy.example:3128`, without user name and password: for connections and for messages. */
  readonly origin: string;
  /** The value of the header `proxy-authorization`. */
  readonly authorization: string | null;
  /** The environment variable that names it. */
  readonly variable: string;
}

export const NO_PROXIES: Proxies = { http: null, https: null, except: '' };

/** What HTTP_PROXY, HTTPS_PROXY and NO_PROXY say; small letters are stronger, as everywhere. */
export function proxiesIn(environment: Readonly<Record<string, string | undefined>>): Proxies {
  const variable = (...names: readonly string[]): ProxyVariable | null =>
    names.map((name) => ({ name, value: environment[name]?.trim() ?? '' })).find(({ value }) => value !== '') ?? null;
  return {
    http: variable('http_proxy', 'HTTP_PROXY'),
    https: variable('https_proxy', 'HTTPS_PROXY'),
    except: variable('no_proxy', 'NO_PROXY')?.value ?? '',
  };
}

/**
 * The proxy that requests to a server go through, or null for none. The one for http serves https too where that has none of its
 * own. A server on this machine is asked straight, whatever NO_PROXY says: to a proxy, `localhost` would be another machine.
 *
 * @throws RagError CONFIG_INVALID for a proxy that is no address
 */
export function proxyFor(server: string, { http, https, except }: Proxies): HttpProxy | null {
  const url = new URL(server);
  const variable = (url.protocol === 'https:' ? https : null) ?? http;
  if (variable === null || isLoopback(url.hostname) || isListed(url, except)) return null;
  return readProxy(variable);
}

function readProxy({ name, value }: ProxyVariable): HttpProxy {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    // Its value may hold a password.
    throw new RagError('CONFIG_INVALID', `the environment variable ${name} is not the address of a proxy`, {
      hint: `export ${name}=http://proxy.example:3128`,
    });
  }
  return { origin: url.origin, authorization: authorizationOf(url), variable: name };
}

function authorizationOf(url: URL): string | null {
  const credentials = urlCredentials(url);
  return credentials === null ? null : `Basic ${Buffer.from(credentials).toString('base64')}`;
}
