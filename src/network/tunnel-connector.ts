import { Socket } from 'node:net';
import { buildConnector, Client } from 'undici';
import { proxyConnector } from './proxy-connector.ts';
import { ProxyFailure, proxyBlocked, type Route } from './proxy-failure.ts';

/**
 * Makes sockets to a server through its proxy, each in a tunnel of its own.
 *
 * In place of undici's ProxyAgent (7.30), which asks again without a pause and without an end when the proxy hangs up.
 */
export function tunnelConnector(route: Route): buildConnector.connector {
  const encrypt = buildConnector({});
  return (options, callback) => {
    openTunnel(route).then(
      (httpSocket) => encrypt({ ...options, httpSocket }, callback),
      (error: Error) => callback(error, null),
    );
  };
}

/** Longer than one on connecting: it is the proxy that connects now, and it may have its own limit. */
const LONGEST_WAIT_MS = 60_000;

async function openTunnel(route: Route): Promise<Socket> {
  const { proxy, server } = route;
  const target = `${server.hostname}:${server.port || 443}`;
  const headers = { host: target, ...(proxy.authorization && { 'proxy-authorization': proxy.authorization }) };
  const client = new Client(proxy.origin, { connect: proxyConnector(route), headersTimeout: LONGEST_WAIT_MS });
  try {
    const { statusCode, socket } = await client.connect({ path: target, headers });
    if (statusCode >= 200 && statusCode < 300 && socket instanceof Socket) return socket;
    socket.destroy();
    throw proxyBlocked(statusCode, route);
  } catch (error) {
    await client.destroy();
    throw error instanceof ProxyFailure || !(error instanceof Error) ? error : proxyBlocked(error, route);
  }
}
