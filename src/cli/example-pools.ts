import { resolve } from 'node:path';
import type { Dataset } from '../core/dataset.ts';
import type { Report } from '../core/events.ts';
import type { Example } from '../core/example.ts';
import type { RowFilter } from '../core/row-filter.ts';
import type { RowSource } from '../core/row-source.ts';
import { datasets } from '../datasets/registry.ts';
import { loadExamples } from '../pipelines/load-examples.ts';
import { buildEntry, buildPart } from './build-part.ts';
import type { Environment } from './config/environment-layer.ts';
import type { Config, PartChoice } from './config/load.ts';
import type { Inputs } from './inputs.ts';
import { once } from './once.ts';

/** The examples that a configuration names, or those of a file in their place. */
export interface ExamplePools {
  dataset(): Promise<Dataset>;
  /** The configured training examples, or those of a file. */
  trainset(file: unknown): Promise<readonly Example[]>;
  /** The configured questions, or those of a file; only those that satisfy the filters. */
  devset(file: unknown, filters?: readonly RowFilter[]): Promise<readonly Example[]>;
}

export interface ExamplePoolsContext {
  readonly config: Config;
  readonly source: RowSource;
  readonly inputs: Inputs;
  readonly environment: Environment;
  readonly report: Report;
  readonly signal: AbortSignal;
  /** The folder that files of the command line are in. */
  readonly cwd: string;
}

/** Reads each configured pool once, whoever asks for it. */
export function examplePools(context: ExamplePoolsContext): ExamplePools {
  const { config, source, inputs, environment, report, signal, cwd } = context;
  const { parts, own } = config;

  const dataset = once<Dataset>(() => buildPart(datasets, parts.dataset, inputs, environment));
  const load = (from: Dataset, devFilters: readonly RowFilter[] = []) =>
    loadExamples({ dataset: from, source, split: { ...own.dataset, devFilters }, report, signal });
  const splits = once(async () => load(await dataset()));
  const examplesOf = async (
    file: unknown,
    pool: 'train' | 'dev',
    filters: readonly RowFilter[] = [],
  ): Promise<readonly Example[]> => {
    if (typeof file !== 'string') {
      return (filters.length === 0 ? await splits() : await load(await dataset(), filters))[pool];
    }
    const options = { ...columnsOf(parts.dataset), [`${pool}Rows`]: resolve(cwd, file) };
    const fromFile = await buildEntry(datasets, OWN_ROWS, options, inputs);
    return (await load(fromFile, filters))[pool];
  };

  return {
    dataset,
    trainset: (file) => examplesOf(file, 'train'),
    devset: (file, filters) => examplesOf(file, 'dev', filters),
  };
}

/** The data set that reads a file of examples. */
const OWN_ROWS = 'question-answer';

/** What a configured data set of the user's own says of its columns, which a file in its place has as well. */
function columnsOf({ entry, options }: PartChoice): PartChoice['options'] {
  const { trainRows: _train, devRows: _dev, ...columns } = options;
  return entry.name === OWN_ROWS ? columns : {};
}
