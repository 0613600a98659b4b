import { createHash } from 'node:crypto';

import { invariantBroken } from '../core/errors.ts';
import type { Fields } from '../core/fields.ts';
import type { TraceStep } from '../core/run.ts';
import { canonicalJson } from '../python/json.ts';
import { pythonRandom } from '../python/random.ts';

/**
 * One demo for each predictor that took part in the run. Keys in DSPy's order: `augmented`, the inputs as the program
 * passed them, the outputs as they were parsed.
 *
 * A predictor called more than once gives the demo of its last call or, with even odds, one of the earlier ones. DSPy
 * seeds that choice with the hash of a Python pickle, which no other language can compute; here the seed is the sha256
 * (hex) of the demos as compact JSON with sorted keys. Everything else is DSPy 3.0.4, dspy/teleprompt/bootstrap.py,
 * _bootstrap_one_example.
 */
export function demosFromTrace(trace: readonly TraceStep[]): ReadonlyMap<string, Fields> {
  const byPredictor = new Map<string, Fields[]>();
  for (const step of trace) {
    byPredictor.set(step.predictor, [...(byPredictor.get(step.predictor) ?? []), demoOf(step)]);
  }
  return new Map([...byPredictor].map(([name, demos]) => [name, chooseOne(demos)]));
}

function demoOf({ inputs, outputs }: TraceStep): Fields {
  const shown = Object.entries(outputs).filter(([name]) => !name.startsWith('dspy_'));
  return { augmented: true, ...inputs, ...Object.fromEntries(shown) };
}

function chooseOne(demos: readonly Fields[]): Fields {
  const last = demos.at(-1);
  if (last === undefined) throw invariantBroken('a predictor of the trace has no step');
  if (demos.length === 1) return last;
  const random = pythonRandom(createHash('sha256').update(canonicalJson(demos)).digest('hex'));
  return random.random() < 0.5 ? random.choice(demos.slice(0, -1)) : last;
}
