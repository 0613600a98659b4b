import type { Embedder } from '../core/embedder.ts';
import type { LanguageModel } from '../core/language-model.ts';
import { type RetryOptions, retryCall } from './retry-call.ts';

/** The same language model, patient: see `retryCall`. */
export function withRetry(languageModel: LanguageModel, options: RetryOptions): LanguageModel {
  const { model } = languageModel;
  return {
    ...languageModel,
    complete: (prompt, sampling, signal) =>
      retryCall(model, () => languageModel.complete(prompt, sampling, signal), signal, options),
  };
}

/** The same embedder, patient: see `retryCall`. A failed call embeds all its texts again. */
export function withEmbedderRetry(embedder: Embedder, options: RetryOptions): Embedder {
  const { model } = embedder;
  return {
    ...embedder,
    embed: (texts, signal) => retryCall(model, () => embedder.embed(texts, signal), signal, options),
  };
}
