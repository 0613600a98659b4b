import { type Dispatcher, Pool } from 'undici';
import { networkCodes } from './network-codes.ts';
import { proxyConnector } from './proxy-connector.ts';
import { proxyBlocked, type Route } from './proxy-failure.ts';

/**
 * Sockets to a proxy that is handed every request with its whole URL. A refusal of its own, which comes in the place of the
 * server's answer, fails the request where it can be told from the server's: see `perhapsOfProxy`.
 *
 * In place of undici's ProxyAgent without tunnels (7.30), which drops the limits and forgets to end a request it was refused.
 */
export function forwardingPool(route: Route, settings: Pool.Options): Dispatcher {
  const { proxy, server } = route;
  const own = { host: server.host, ...(proxy.authorization && { 'proxy-authorization': proxy.authorization }) };
  const pool = new Pool(proxy.origin, { ...settings, connect: proxyConnector(route) });
  return pool.compose((dispatch) => (request, handler) => {
    const { path, headers } = request;
    const whole = { origin: proxy.origin, path: server.origin + path, headers: withOwn(headers, own) };
    return dispatch({ ...request, ...whole }, refusing(handler, route));
  });
}

type SentHeaders = NonNullable<Dispatcher.DispatchOptions['headers']>;

/** Node's `fetch` hands over names and values in turn, in some versions. */
function withOwn(headers: SentHeaders | null | undefined, own: Readonly<Record<string, string>>): SentHeaders {
  return Array.isArray(headers) ? [...headers, ...Object.entries(own).flat()] : { ...headers, ...own };
}

function refusing(handler: Dispatcher.DispatchHandler, route: Route): Dispatcher.DispatchHandler {
  return {
    onRequestStart: (controller, context) => handler.onRequestStart?.(controller, context),
    onResponseStart: (controller, status, headers, message) => {
      if (isOfProxy(status, String(headers['content-type'] ?? ''))) controller.abort(proxyBlocked(status, route));
      else handler.onResponseStart?.(controller, status, headers, message);
    },
    onResponseData: (controller, chunk) => handler.onResponseData?.(controller, chunk),
    onResponseEnd: (controller, trailers) => handler.onResponseEnd?.(controller, trailers),
    onResponseError: (controller, error) => {
      const isHttp = !networkCodes(error).some((code) => code.startsWith('HPE_'));
      handler.onResponseError?.(controller, isHttp ? error : proxyBlocked(error, route));
    },
  };
}

/** A page for people that forbids: servers of ours say so in JSON or a word. Of trouble further on, nobody can tell whose it is. */
function isOfProxy(status: number, type: string): boolean {
  return status === 407 || (status === 403 && /html/i.test(type));
}
