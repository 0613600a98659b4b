import { metrics } from '../../metrics/registry.ts';
import { resolveEntry } from '../resolve-entry.ts';
import { optionNames } from './key-types.ts';
import type { Layer } from './layers.ts';
import type { PartChoice } from './load.ts';
import type { PlainSettings } from './sections.ts';
import { configInvalid, problemsOf } from './validate.ts';

const KEY = 'evaluation.metrics';

export interface MetricsRequest {
  /** That of the section. */
  readonly first: PartChoice;
  readonly others: PlainSettings['evaluation']['metrics'];
  readonly settings: Layer;
  /** Where a relative path to a module starts. */
  readonly folder: string;
}

/**
 * All metrics of an evaluation, that of the section first.
 *
 * @throws RagError NAME_UNKNOWN, MODULE_INVALID, CONFIG_INVALID
 */
export async function metricChoices({ first, others, settings, folder }: MetricsRequest): Promise<PartChoice[]> {
  const origin = settings.get(KEY)?.origin ?? { type: 'default' };
  const choices = [first];
  for (const written of others) {
    const { use, ...options } = typeof written === 'string' ? { use: written } : written;
    const entry = await resolveEntry({ registry: metrics, key: KEY, setting: { value: use, origin }, folder });
    const known = { names: optionNames(entry) ?? [], part: entry.name };
    const problems = problemsOf(() => entry.options.parse(options), KEY, settings, known);
    if (problems.length > 0) throw configInvalid(problems);
    choices.push({ section: 'metric', entry, options });
  }
  return choices;
}
