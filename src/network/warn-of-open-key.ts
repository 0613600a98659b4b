import type { Report } from '../core/events.ts';
import { isLoopback } from './is-loopback.ts';

/** Reports that a key sent to this URL can be read on its way, unless the server is asked at https or is this machine. */
export function warnOfOpenKey(url: string, report: Report): void {
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'http:' || isLoopback(hostname)) return;
  const message = `the key for ${url} travels unencrypted: use https, or a tunnel`;
  report({ type: 'notice', code: 'KEY_IN_THE_OPEN', message });
}
