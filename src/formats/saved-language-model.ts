import { isFields, type JsonValue } from '../core/fields.ts';
import type { PredictorState } from '../core/program.ts';
import { PythonFloat } from '../python/float.ts';

/** The model a predictor was saved with, as far as it may be trusted. Null for what the file does not say. */
export interface LanguageModelHints {
  /** With LiteLLM's provider in front: `openai/gpt-4o-mini`. */
  readonly model: string | null;
  readonly temperature: number | null;
  readonly maxTokens: number | null;
}

/**
 * What a saved predictor says of its own language model; null when it has none, which is usual. Addresses and keys in
 * the file are never read: whoever sends a file must not decide where questions go.
 */
export function languageModelHints({ extra }: PredictorState): LanguageModelHints | null {
  const { lm } = extra;
  // DSPy takes an empty object for null.
  if (!isFields(lm) || Object.keys(lm).length === 0) return null;
  const { model, temperature, max_tokens, max_completion_tokens } = lm;
  return {
    model: typeof model === 'string' ? model : null,
    temperature: numberIn(temperature),
    maxTokens: numberIn(max_tokens) ?? numberIn(max_completion_tokens),
  };
}

function numberIn(value: JsonValue | undefined): number | null {
  if (value instanceof PythonFloat) return value.value;
  return typeof value === 'number' ? value : null;
}
