import { buildConnector } from 'undici';
import { proxyUnreachable, type Route } from './proxy-failure.ts';

/** Makes sockets to the proxy itself. */
export function proxyConnector(route: Route): buildConnector.connector {
  const connect = buildConnector({});
  return (options, callback) =>
    connect(options, (...[error, socket]) => {
      if (error === null) callback(null, socket);
      else callback(proxyUnreachable(error, route), null);
    });
}
