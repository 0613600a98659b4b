import { Agent, type Dispatcher } from 'undici';
import { type Proxies, proxyFor } from '../network/proxies.ts';
import { serverPool } from '../network/server-pool.ts';

/**
 * What sends a `fetch` through the proxies, along redirects too, each server through its own; null when there are none.
 *
 * @throws RagError CONFIG_INVALID for a proxy of the endpoint that is no address
 */
export function proxyDispatcher(endpoint: string, proxies: Proxies): Dispatcher | null {
  if (proxies.http === null && proxies.https === null) return null;
  proxyFor(endpoint, proxies);
  const connections = 8;
  return new Agent({
    factory: (origin) => serverPool(String(origin), { proxy: proxyFor(String(origin), proxies), connections }),
  });
}
