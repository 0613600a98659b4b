import { z } from 'zod';
import type { Adapter } from '../core/adapter.ts';
import { define, type Registry } from '../core/registry.ts';
import { chatAdapter } from './chat-adapter.ts';
import { jsonAdapter } from './json-adapter.ts';

export const adapters: Registry<Adapter, unknown> = {
  kind: 'adapter',
  entries: [
    define({
      name: 'chat',
      aliases: ['ChatAdapter'],
      description:
        'Every field under a header of its own, as DSPy does by default; a reply it cannot read is asked for again as JSON.',
      options: z.strictObject({}),
      create: () => chatAdapter(),
    }),
    define({
      name: 'json',
      aliases: ['JSONAdapter'],
      description: 'The outputs as one JSON object.',
      options: z.strictObject({}),
      create: () => jsonAdapter(),
    }),
  ],
};
