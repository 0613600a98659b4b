import { chatAdapter } from '../../adapters/chat-adapter.ts';
import { checkReplies } from './adapter-cases.ts';
import type { Area } from './area.ts';

export const parsing: Area = {
  name: 'parsing',
  description: 'replies to the chat adapter, well and badly formed, with values of many types',
  check: (vectors) => checkReplies(vectors, 'chat-replies.json', chatAdapter()),
};
