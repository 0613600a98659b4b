import { chatAdapter } from '../../adapters/chat-adapter.ts';
import { checkPrompts } from './adapter-cases.ts';
import type { Area } from './area.ts';

export const formatting: Area = {
  name: 'formatting',
  description: "the messages of DSPy's chat adapter",
  check: (vectors) => checkPrompts(vectors, 'chat-prompts.json', chatAdapter()),
};
