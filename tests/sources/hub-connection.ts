import type { ProgressEvent } from '../../src/core/events.ts';
import { NO_PROXIES } from '../../src/network/proxies.ts';
import type { HubConnection } from '../../src/sources/hub-request.ts';

/** A connection that waits for nothing and keeps what it reports. */
export function connectionTo(
  endpoint: string,
  changes: Partial<HubConnection> = {},
): HubConnection & { readonly events: ProgressEvent[] } {
  const events: ProgressEvent[] = [];
  return {
    subject: { endpoint, repository: 'owner/name', revision: 'main', hasToken: false, proxies: NO_PROXIES },
    token: null,
    retryWaitMs: 1,
    stallMs: 5000,
    dispatcher: null,
    report: (event) => events.push(event),
    signal: new AbortController().signal,
    events,
    ...changes,
  };
}
