import type { Embedder } from '../core/embedder.ts';
import type { Report } from '../core/events.ts';
import type { Proxies } from '../network/proxies.ts';
import type { Sleep } from '../network/sleep.ts';
import { adaptiveConcurrency, fixedConcurrency } from './concurrency-control.ts';
import { embedderPool } from './embedder-pool.ts';
import { type OpenaiEmbedderOptions, openaiEmbedder } from './openai-embedder.ts';
import { serverAddress } from './server-address.ts';
import type { Endpoint } from './serving-endpoints.ts';

type ServerOptions = Omit<
  OpenaiEmbedderOptions,
  'apiKey' | 'baseUrl' | 'concurrency' | 'dimensions' | 'proxies' | 'report' | 'sleep'
>;

export interface EmbedderPoolChoice extends ServerOptions {
  readonly baseUrl: string | readonly string[];
  /** Goes to every server of the list, which the user has named beside it. */
  readonly apiKey?: string;
  readonly dimensions?: number;
  /** Requests under way at each server: so many, or between the least and the most. */
  readonly concurrency: number | readonly [least: number, most: number];
}

/**
 * The embedding servers at one address or several, as one embedder: see `openaiEmbedder` and `embedderPool`.
 *
 * @throws RagError CONFIG_INVALID for an unusable base URL or proxy
 */
export function openaiEmbedderPool(
  choice: EmbedderPoolChoice,
  { report, sleep, proxies }: { readonly report: Report; readonly sleep: Sleep; readonly proxies: Proxies },
): Embedder {
  const { baseUrl, apiKey = null, dimensions = null, concurrency, ...options } = choice;
  const [least, most] = typeof concurrency === 'number' ? [concurrency, concurrency] : concurrency;
  const endpoint = (url: string): Endpoint => {
    const server = { ...options, baseUrl: url, apiKey, dimensions, concurrency: most, report, sleep, proxies };
    return { url: serverAddress(url).url, embedder: openaiEmbedder(server) };
  };
  return embedderPool([baseUrl].flat().map(endpoint), {
    control: () => (least === most ? fixedConcurrency(most) : adaptiveConcurrency({ least, most })),
    report,
    sleep,
    clock: () => performance.now(),
  });
}
