import type { Adapter } from '../core/adapter.ts';
import { jsonStyle } from './json-format.ts';
import { parseJsonReply } from './json-parse.ts';
import { promptFormatter } from './prompt.ts';

/** DSPy's JSON prompt format: the outputs as one JSON object, which the server is told to enforce. Has no fallback. */
export function jsonAdapter(): Adapter {
  const format = promptFormatter(jsonStyle);
  return {
    name: 'json',
    format: (signature, demos, inputs) => ({
      messages: format(signature, demos, inputs),
      responseFormat: { type: 'json_object' },
    }),
    parse: parseJsonReply,
    fallback: null,
  };
}
