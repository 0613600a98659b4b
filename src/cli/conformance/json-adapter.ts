import { jsonAdapter } from '../../adapters/json-adapter.ts';
import { checkPrompts, checkReplies } from './adapter-cases.ts';
import type { Area } from './area.ts';

export const jsonAdapterArea: Area = {
  name: 'json-adapter',
  description: "the messages of DSPy's JSON adapter, and replies to it",
  check: async (vectors) => [
    ...(await checkPrompts(vectors, 'json-prompts.json', jsonAdapter())),
    ...(await checkReplies(vectors, 'json-replies.json', jsonAdapter())),
  ],
};
