import type { Fields } from './fields.ts';

/** Who has to act. The command line turns each into one exit code. */
export type ErrorKind =
  | 'usage'
  | 'data'
  | 'credentials'
  | 'service'
  | 'budget'
  | 'failures'
  | 'gate'
  | 'inconclusive'
  | 'moved'
  | 'interrupted'
  | 'bug';

const KIND_OF_CODE = {
  ARTIFACT_INVALID: 'data',
  ARTIFACT_NOT_FOUND: 'data',
  CACHE_INVALID: 'data',
  COLLECTION_EMPTY: 'data',
  COLLECTION_NOT_FOUND: 'data',
  CONFIG_INVALID: 'usage',
  CONFIG_NOT_FOUND: 'usage',
  CONTEXT_OVERFLOW: 'data',
  CORPUS_EMPTY: 'data',
  DATASET_COLUMN_MISSING: 'data',
  DATASET_EMPTY: 'data',
  DATASET_INVALID: 'data',
  DATASET_NOT_CACHED: 'data',
  DATASET_NOT_FOUND: 'data',
  DISK_FULL: 'data',
  EMBEDDERS_DIFFER: 'data',
  EMBEDDER_FAILED: 'service',
  EMBEDDER_TIMEOUT: 'service',
  EMBEDDER_UNREACHABLE: 'service',
  EMBEDDING_INVALID: 'data',
  FILE_INVALID: 'data',
  FILE_NOT_FOUND: 'data',
  FILE_NOT_WRITABLE: 'data',
  GATE_FAILED: 'gate',
  GATE_INCONCLUSIVE: 'inconclusive',
  INDEX_INCOMPLETE: 'data',
  INDEX_LOCKED: 'data',
  INDEX_MISMATCH: 'data',
  INTERRUPTED: 'interrupted',
  INVARIANT_BROKEN: 'bug',
  JOURNAL_NOT_FOUND: 'data',
  KEY_MISSING: 'credentials',
  KEY_REJECTED: 'credentials',
  LOCK_MISMATCH: 'moved',
  METRIC_FAILED: 'data',
  MODEL_FAILED: 'service',
  MODEL_NOT_FOUND: 'data',
  MODEL_TIMEOUT: 'service',
  MODEL_UNREACHABLE: 'service',
  MODULE_INVALID: 'usage',
  NAME_UNKNOWN: 'usage',
  PAYLOAD_INVALID: 'data',
  QUOTA_EXCEEDED: 'credentials',
  REPLY_INVALID: 'data',
  REPLY_UNPARSABLE: 'data',
  REPORT_INVALID: 'data',
  REPORT_MISMATCH: 'data',
  RETRIEVER_UNSUPPORTED: 'usage',
  ROW_INVALID: 'data',
  SIGNATURE_INVALID: 'usage',
  SOURCE_FAILED: 'service',
  SOURCE_UNREACHABLE: 'service',
  STORE_DIMENSION_MISMATCH: 'data',
  STORE_DISTANCE_MISMATCH: 'data',
  STORE_FAILED: 'service',
  STORE_FULL: 'data',
  STORE_INCOMPLETE: 'data',
  STORE_INVALID: 'data',
  STORE_UNREACHABLE: 'service',
  TOO_MANY_FAILURES: 'failures',
  TRAINSET_EMPTY: 'data',
  USAGE_INVALID: 'usage',
} as const satisfies Record<string, ErrorKind>;

/** Codes are interface: never rename one, never reuse one. */
export type ErrorCode = keyof typeof KIND_OF_CODE;

export const ERROR_CODES = Object.keys(KIND_OF_CODE).sort();

/** Present on an error that may pass: `afterMs` is what the server asked for, or null to back off as usual. */
export interface RetryAdvice {
  readonly afterMs: number | null;
}

export interface RagErrorOptions {
  /** What to type next; every command in it must parse. */
  readonly hint?: string | undefined;
  readonly cause?: unknown;
  /** Facts for scripts: never a secret. */
  readonly details?: Fields;
  readonly retry?: RetryAdvice | null;
}

/** The only error thrown here on purpose. Message: one sentence of fact with the values in it, lower case, no full stop. */
export class RagError extends Error {
  readonly code: ErrorCode;
  readonly kind: ErrorKind;
  readonly hint: string | undefined;
  readonly details: Fields;
  readonly retry: RetryAdvice | null;

  constructor(code: ErrorCode, message: string, { hint, cause, details = {}, retry = null }: RagErrorOptions = {}) {
    super(message, { cause });
    this.name = 'RagError';
    this.code = code;
    this.kind = KIND_OF_CODE[code];
    this.hint = hint;
    this.details = details;
    this.retry = retry;
  }
}

/** Failures of one call, which say nothing about the next: they become a failed row or attempt, not the end of a run. */
const CODES_OF_ONE_CALL: ReadonlySet<ErrorCode> = new Set([
  'CONTEXT_OVERFLOW',
  'METRIC_FAILED',
  'MODEL_FAILED',
  'MODEL_TIMEOUT',
  'REPLY_INVALID',
  'REPLY_UNPARSABLE',
] as const);

/**
 * True for an error that fails one example. Everything else (a server that is gone, a rejected key, a missing collection, a bug)
 * would fail every example in the same way and must stop the command at once.
 */
export function failsOneExample(error: unknown): error is RagError {
  return error instanceof RagError && CODES_OF_ONE_CALL.has(error.code);
}

/** For what cannot happen: the command line prints the stack and asks for a report. */
export function invariantBroken(message: string, details: Fields = {}): RagError {
  return new RagError('INVARIANT_BROKEN', message, { details });
}

/** What to throw once `signal` is aborted: its reason when that is in words, else `INTERRUPTED`. */
export function interrupted(signal: AbortSignal): RagError {
  return signal.reason instanceof RagError
    ? signal.reason
    : new RagError('INTERRUPTED', 'interrupted', { cause: signal.reason });
}

/** Ends a switch over a union; does not compile when a member is missing. */
export function assertNever(value: never): never {
  throw invariantBroken(`unexpected value ${JSON.stringify(value)}`);
}
