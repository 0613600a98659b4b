import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';

export interface ProxyServer {
  /** `http://127.0.0.1:port` */
  readonly url: string;
  /** Of every request its method and what it was for: `CONNECT host:port`, `GET http://host/path`. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

export interface ProxyServerOptions {
  /** Where the names it knows lead to, `127.0.0.1:port`; any other host is taken as it is. */
  readonly hosts?: Readonly<Record<string, string>>;
  /** `user:password` that it asks for. */
  readonly login?: string;
  /** Its answer to every request, in bytes; empty to hang up without one. */
  readonly answer?: string;
}

/** A proxy on this machine that opens tunnels, and hands on what it is sent with a whole URL. */
export async function proxyServer({ hosts = {}, login, answer }: ProxyServerOptions = {}): Promise<ProxyServer> {
  const requests: string[] = [];
  const targetOf = (url: URL) => new URL(`http://${hosts[url.hostname] ?? url.host}`);
  const refusal = ({ method = '', url = '', headers }: IncomingMessage): string | null => {
    requests.push(`${method} ${url}`);
    const wanted = login === undefined ? undefined : `Basic ${Buffer.from(login).toString('base64')}`;
    return answer ?? (headers['proxy-authorization'] === wanted ? null : REFUSED);
  };

  const server = createServer((incoming, outgoing) => {
    const bytes = refusal(incoming);
    if (bytes !== null) incoming.socket.end(bytes);
    else handOn(incoming, outgoing, targetOf(new URL(incoming.url ?? '')));
  });
  server.on('connect', (incoming: IncomingMessage, client: Socket) => {
    client.on('error', () => {});
    const bytes = refusal(incoming);
    if (bytes !== null) client.end(bytes);
    else openTunnel(client, targetOf(new URL(`http://${incoming.url}`)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** What a proxy says in HTTP itself, with a page for people. */
export function proxyPage(status: number): string {
  return `HTTP/1.1 ${status} No\r\ncontent-type: text/html\r\ncontent-length: 6\r\n\r\n<html>`;
}

const REFUSED = proxyPage(407);

function handOn(incoming: IncomingMessage, outgoing: ServerResponse, { hostname, port }: URL): void {
  const { pathname, search } = new URL(incoming.url ?? '');
  const { method, headers } = incoming;
  const upstream = request({ hostname, port, method, headers, path: pathname + search }, (reply) => {
    outgoing.writeHead(reply.statusCode ?? 500, reply.headers);
    reply.pipe(outgoing);
  });
  upstream.on('error', () => outgoing.destroy());
  incoming.pipe(upstream);
}

function openTunnel(client: Socket, { hostname, port }: URL): void {
  const upstream = connect(Number(port), hostname, () => {
    client.write('HTTP/1.1 200 Connection established\r\n\r\n');
    upstream.pipe(client).pipe(upstream);
  });
  upstream.on('error', () => client.destroy());
  client.on('close', () => upstream.destroy());
}
