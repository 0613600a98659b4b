import { RagError } from '../core/errors.ts';
import { isLoopback } from '../network/is-loopback.ts';

/** Where a server is, as the Qdrant client wants to be told. */
export interface QdrantAddress {
  readonly host: string;
  readonly port: number;
  /** `http://localhost:6333` */
  readonly origin: string;
  readonly https: boolean;
  /** Path before Qdrant's own: '' or '/qdrant'. */
  readonly prefix: string;
  /** On this machine, so that a key need not be encrypted. */
  readonly isLocal: boolean;
  /** For messages. */
  readonly location: string;
}

/**
 * The parts of a URL. Given whole, the client (1.18) would drop its path and put port 6333 where the URL means 443 or 80.
 * Without a port, https means 443 and http Qdrant's own 6333.
 *
 * @throws RagError CONFIG_INVALID
 */
export function qdrantAddress(text: string): QdrantAddress {
  const url = parseUrl(text);
  const https = url.protocol === 'https:';
  const port = url.port === '' ? impliedPort(text, https) : Number(url.port);
  const prefix = url.pathname.replace(/\/+$/, '');
  const isLocal = isLoopback(url.hostname);
  const origin = `${url.protocol}//${url.hostname}:${port}`;
  return { host: url.hostname, port, origin, https, prefix, isLocal, location: origin + prefix };
}

function parseUrl(text: string): URL {
  if (!URL.canParse(text)) throw invalid('the URL of the Qdrant server cannot be read');
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw invalid(`the URL of the Qdrant server begins with ${url.protocol}, expected http: or https:`);
  }
  if (url.username !== '' || url.password !== '') {
    throw invalid('the URL of the Qdrant server holds a user name or password, which Qdrant does not know');
  }
  if (url.search !== '' || url.hash !== '') throw invalid('the URL of the Qdrant server has a part after "?" or "#"');
  return url;
}

/** `URL` forgets a port that is the scheme's own: `http://host:80` was meant. */
function impliedPort(text: string, https: boolean): number {
  if (https) return 443;
  return /^[^/]*\/\/[^/]*:0*80(?:\/|$)/.test(text.trim()) ? 80 : 6333;
}

/** The URL itself stays out of the message: it may hold a password. */
function invalid(message: string): RagError {
  return new RagError('CONFIG_INVALID', message, {
    hint: 'write it like http://localhost:6333; a key goes into the option "apiKey"',
  });
}
