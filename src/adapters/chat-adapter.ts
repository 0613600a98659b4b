import type { Adapter } from '../core/adapter.ts';
import { chatStyle } from './chat-format.ts';
import { parseChatReply } from './chat-parse.ts';
import { jsonAdapter } from './json-adapter.ts';
import { promptFormatter } from './prompt.ts';

/** DSPy's default prompt format: each field under a header of its own. Falls back to JSON. */
export function chatAdapter(): Adapter {
  const format = promptFormatter(chatStyle);
  return {
    name: 'chat',
    format: (signature, demos, inputs) => ({ messages: format(signature, demos, inputs), responseFormat: null }),
    parse: parseChatReply,
    fallback: jsonAdapter(),
  };
}
