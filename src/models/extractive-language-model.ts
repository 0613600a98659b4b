import { interrupted } from '../core/errors.ts';
import type { JsonValue } from '../core/fields.ts';
import type { LanguageModel, Prompt } from '../core/language-model.ts';
import { writePythonJson } from '../python/json.ts';
import { pythonStr } from '../python/repr.ts';
import { readPrompt } from './extractive-prompt.ts';
import { extractValues } from './extractive-values.ts';

/**
 * A language model without weights: it reads the prompt as any model does, finds the answer in the passages of the last
 * turn by the hand rules of `reader/`, and replies in the format the prompt asks for. Without demos an answer is a
 * whole sentence; with demos of a few words it is a few words in their form. The same prompt always gets the same
 * reply.
 *
 * A few milliseconds a call. Tokens are counted as words.
 */
export function extractiveLanguageModel(): LanguageModel {
  return {
    model: 'builtin/extractive',
    defaults: {},
    caveat: CAVEAT,
    complete: async (prompt, _sampling, signal) => {
      if (signal.aborted) throw interrupted(signal);
      const text = reply(prompt);
      return {
        text,
        finishReason: 'stop',
        usage: { promptTokens: wordsOf(prompt), completionTokens: wordCount(text) },
        cached: false,
      };
    },
  };
}

const CAVEAT =
  'builtin/extractive picks answers from the passages by fixed rules; what it gains by demos is their form, not knowledge';

function reply(prompt: Prompt): string {
  const read = readPrompt(prompt);
  const values = [...extractValues(read)];
  switch (read.format) {
    case 'json':
      return jsonObject(values);
    case 'chat':
      return `${values.map(([name, value]) => `[[ ## ${name} ## ]]\n${plainText(value)}`).join('\n\n')}\n\n[[ ## completed ## ]]`;
    case 'text':
      return values.map(([, value]) => plainText(value)).join('\n');
  }
}

/**
 * DSPy 3.0.4 counts braces even inside texts to find the object in a reply, so those of a text are written as escapes.
 */
function jsonObject(values: readonly (readonly [string, JsonValue])[]): string {
  const shown = values.map(([name, value]) => {
    const json = writePythonJson(value);
    const safe = typeof value === 'string' ? json.replaceAll('{', '\\u007b').replaceAll('}', '\\u007d') : json;
    return `  ${writePythonJson(name)}: ${safe}`;
  });
  return `{\n${shown.join(',\n')}\n}`;
}

/** As a chat reply shows it: `True`, `3`, text, JSON. */
function plainText(value: JsonValue): string {
  return typeof value === 'object' && value !== null ? writePythonJson(value) : pythonStr(value);
}

function wordsOf({ messages }: Prompt): number {
  return messages.reduce((sum, { content }) => sum + wordCount(content), 0);
}

function wordCount(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}
