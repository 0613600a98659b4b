import type { LanguageModel } from '../core/language-model.ts';
import { limit } from './limit.ts';

/** The same language model with at most `concurrency` calls at a time; further calls wait their turn. */
export function withLimit(languageModel: LanguageModel, concurrency: number): LanguageModel {
  const { run } = limit(concurrency);
  return {
    ...languageModel,
    complete: (prompt, sampling, signal) => run(() => languageModel.complete(prompt, sampling, signal), signal),
  };
}
