import type { Area } from './area.ts';
import { bootstrapTraces } from './bootstrap-traces.ts';
import { cacheKey } from './cache-key.ts';
import { files } from './files.ts';
import { formatting } from './formatting.ts';
import { jsonAdapterArea } from './json-adapter.ts';
import { metricsArea } from './metrics.ts';
import { normalization } from './normalization.ts';
import { parsing } from './parsing.ts';
import { random } from './random.ts';
import { rounding } from './rounding.ts';
import { prefix, signatures } from './signatures.ts';

/** In the order in which a port would be written. */
export const AREAS: readonly Area[] = [
  random,
  rounding,
  normalization,
  metricsArea,
  prefix,
  signatures,
  formatting,
  parsing,
  jsonAdapterArea,
  files,
  bootstrapTraces,
  cacheKey,
];
