import { type Dispatcher, Pool } from 'undici';
import { forwardingPool } from './forwarding-pool.ts';
import type { HttpProxy } from './proxies.ts';
import { tunnelConnector } from './tunnel-connector.ts';

export interface ServerPoolOptions {
  readonly proxy: HttpProxy | null;
  /** Sockets at most. */
  readonly connections: number;
}

/**
 * Kept sockets to one server, straight or through a proxy. To a server at https a proxy only opens a tunnel (CONNECT), so that
 * neither keys nor texts are seen on the way. A request to a server at http is handed to the proxy whole, as curl and Python do:
 * many proxies open tunnels to port 443 alone.
 *
 * Sets no time limit but one on connecting. What a proxy does wrong is thrown so that `proxyError` knows it.
 */
export function serverPool(origin: string, { proxy, connections }: ServerPoolOptions): Dispatcher {
  const settings = { ...SETTINGS, connections };
  if (proxy === null) return new Pool(origin, settings);
  const route = { proxy, server: new URL(origin) };
  return origin.startsWith('https:')
    ? new Pool(origin, { ...settings, connect: tunnelConnector(route) })
    : forwardingPool(route, settings);
}

/** Sockets are kept for less long than any of the servers keeps them, who would else close one just as it is used. */
const SETTINGS = { keepAliveTimeout: 4000, headersTimeout: 0, bodyTimeout: 0 } as const;
