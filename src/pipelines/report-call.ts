import type { RagError } from '../core/errors.ts';
import { NO_USAGE } from '../core/language-model.ts';
import type { ReportCall, RowError } from '../core/report-row.ts';
import type { ModelCall } from '../core/run.ts';

/** A request as reports keep it; `judge` is the metric that made it, null for the program. */
export function reportCall(call: ModelCall, judge: string | null): ReportCall {
  const { predictor, adapter, model, prompt, completion, error } = call;
  return {
    judge,
    predictor,
    adapter,
    model,
    prompt: prompt.messages,
    reply: completion?.text ?? null,
    finishReason: completion?.finishReason ?? null,
    cached: completion?.cached ?? false,
    usage: completion?.usage ?? NO_USAGE,
    error: error === null ? null : rowError(error),
  };
}

export function rowError({ code, message }: RagError): RowError {
  return { code, message };
}
