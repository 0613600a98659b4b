import type { Fields } from '../../core/fields.ts';
import type { Config } from './load.ts';

/** Digests of the modules of the user's own, by dotted key such as `metric.module`: what their text says decides scores like a setting. */
export function moduleDigests({ parts, metrics }: Pick<Config, 'parts' | 'metrics'>): Fields {
  const chosen = Object.values(parts).map((part) => [`${part?.section}.module`, part?.entry.module ?? null] as const);
  const further = metrics.slice(1).map(({ entry }) => [`metric.${entry.name}.module`, entry.module] as const);
  return Object.fromEntries([...chosen, ...further].filter(([, digest]) => digest !== null));
}
