import { RagError } from '../../src/core/errors.ts';
import {
  type Completion,
  type LanguageModel,
  NO_USAGE,
  type Prompt,
  type Sampling,
} from '../../src/core/language-model.ts';

export interface RecordedCall {
  readonly prompt: Prompt;
  readonly sampling: Sampling;
}

/**
 * The reply to one call: its text, or the parts of a completion that matter to the test. A thrown error fails the call.
 */
export type Script = (
  call: RecordedCall,
  nth: number,
) => string | Partial<Completion> | Promise<string | Partial<Completion>>;

export interface ScriptedLanguageModel extends LanguageModel {
  /** Every call in order of arrival, failed ones included. */
  readonly calls: readonly RecordedCall[];
}

/** A language model that answers by a function of the prompt; `nth` counts the calls from 1. */
export function scriptedLanguageModel(script: Script, defaults: Sampling = {}): ScriptedLanguageModel {
  const calls: RecordedCall[] = [];
  return {
    model: 'scripted',
    defaults,
    calls,
    complete: async (prompt, sampling, signal) => {
      if (signal.aborted) throw new RagError('INTERRUPTED', 'the run was stopped', { cause: signal.reason });
      calls.push({ prompt, sampling });
      const reply = await script({ prompt, sampling }, calls.length);
      const given = typeof reply === 'string' ? { text: reply } : reply;
      return { text: '', finishReason: 'stop', usage: NO_USAGE, cached: false, ...given };
    },
  };
}
