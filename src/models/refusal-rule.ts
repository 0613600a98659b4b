import type { ErrorCode } from '../core/errors.ts';
import type { Refusal } from './refusal.ts';
import type { ServerContext } from './server-context.ts';

/** What a refusal means. */
export interface Verdict {
  readonly code: ErrorCode;
  /** Completes "<url> …". */
  readonly what: string;
  readonly hint: string;
  /** True where the same request may succeed later. */
  readonly retry?: boolean;
}

/** Null when it does not know the refusal. */
export type Rule = (refusal: Refusal, context: ServerContext) => Verdict | null;
