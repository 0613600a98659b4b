import type { ErrorCode, RagError } from '../core/errors.ts';
import type { Outcome } from '../core/outcome.ts';
import type { ModelCall } from '../core/run.ts';

export interface Ending {
  /** Of the run, or of the first metric. */
  readonly error: RagError | null;
  readonly isCorrect: boolean;
  /** True when the program looked for passages and found none at all. */
  readonly foundNothing: boolean;
  /** The program's calls, in order. */
  readonly calls: readonly ModelCall[];
}

/** How a question ended; what the last reply shows counts before what the metric says. */
export function classifyRow({ error, isCorrect, foundNothing, calls }: Ending): Outcome {
  if (error === null && isCorrect) return 'correct';
  if (error !== null && !isAboutReply(error)) return OUTCOME_OF_CODE[error.code] ?? 'transport';
  const reply = calls.findLast(({ completion }) => completion !== null)?.completion ?? null;
  if (reply?.finishReason === 'length') return 'truncated';
  if (reply?.finishReason === 'content_filter' || error?.details.refusal !== undefined) return 'refused';
  if (error === null) return foundNothing ? 'retrieval-empty' : 'wrong';
  if (error.code === 'REPLY_INVALID') return 'transport';
  if (reply !== null && looksRefused(reply.text)) return 'refused';
  const isEmpty = (reply?.text ?? '').trim() === '';
  return error.code === 'METRIC_FAILED' && !isEmpty ? 'metric-failed' : 'unparsable';
}

function isAboutReply({ code }: RagError): boolean {
  return code === 'REPLY_UNPARSABLE' || code === 'REPLY_INVALID' || code === 'METRIC_FAILED';
}

const OUTCOME_OF_CODE: Partial<Record<ErrorCode, Outcome>> = {
  CONTEXT_OVERFLOW: 'prompt-too-long',
  MODEL_TIMEOUT: 'timeout',
};

/** Models without a refusal of their own kind apologize instead of keeping to the format. */
function looksRefused(text: string): boolean {
  return /^\W*(i['’]?m sorry|i am sorry|sorry,|i apologi[sz]e|i (can ?not|can['’]t|won['’]t|am unable to|am not able to)|as an ai\b)/i.test(
    text,
  );
}
