import type { Metric } from '../core/metric.ts';
import { pythonEquals } from '../python/equals.ts';
import { expectedValue, predictedValue } from './metric-inputs.ts';

/**
 * True when an output equals the example's field of the same name, as Python's `==` compares: `1` and `1.0` are equal, `"Yes"` and
 * `"yes"` are not. For outputs with a type of their own; DSPy's metrics judge text only.
 */
export function sameValue({ field }: { readonly field: string }): Metric {
  const name = 'same_value';
  return {
    name,
    score: (example, prediction) =>
      pythonEquals(expectedValue(name, example, field), predictedValue(name, prediction, field)),
  };
}
