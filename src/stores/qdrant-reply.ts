import { z } from 'zod';
import type { Fields } from '../core/fields.ts';
import { unreadableReply } from './qdrant-errors.ts';
import type { CollectionPlace } from './store-errors.ts';

/** What came out of `JSON.parse` as an object holds JSON values only. */
export const jsonObject = z.custom<Fields>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
);

/** The server's `result` in the shape of the schema. @throws RagError STORE_FAILED when it has another */
export function readReply<Output>(schema: z.ZodType<Output>, result: unknown, place: CollectionPlace): Output {
  const outcome = schema.safeParse(result);
  if (outcome.success) return outcome.data;
  throw unreadableReply(z.prettifyError(outcome.error).replaceAll(/\s+/g, ' '), place);
}
