import { RagError } from '../core/errors.ts';
import { isLoopback } from '../network/is-loopback.ts';
import { urlCredentials } from '../network/url-credentials.ts';

/** A base URL taken apart: what to send requests to, what to show, and the credentials written into it. */
export interface ServerAddress {
  /** Without credentials and without a slash at the end: for requests and for messages. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly isLoopback: boolean;
  /** `user:password` of the URL, decoded, or null. */
  readonly credentials: string | null;
}

/** @throws RagError CONFIG_INVALID */
export function serverAddress(baseUrl: string): ServerAddress {
  const parsed = URL.canParse(baseUrl) ? new URL(baseUrl) : null;
  if (parsed === null || !['http:', 'https:'].includes(parsed.protocol)) {
    throw notUsable(baseUrl, 'is not an http or https URL');
  }
  const { hostname, port, protocol, pathname, origin, search, hash } = parsed;
  const url = origin + pathname.replace(/\/+$/, '');
  if (search !== '' || hash !== '') throw notUsable(url, 'must end with its path, without "?" or "#"');
  return {
    url,
    host: hostname,
    port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
    isLoopback: isLoopback(hostname),
    credentials: urlCredentials(parsed),
  };
}

function notUsable(shown: string, what: string): RagError {
  return new RagError('CONFIG_INVALID', `base URL "${withoutCredentials(shown)}" ${what}`, {
    hint: 'a base URL looks like  http://127.0.0.1:11434/v1',
  });
}

function withoutCredentials(text: string): string {
  return text.replace(/\/\/[^/@]*@/, '//');
}
