import type { ErrorCode } from '../core/errors.ts';
import type { HttpProxy } from '../network/proxies.ts';
import type { ServerAddress } from './server-address.ts';

/** What a failure is called, which depends on what the server was asked for. */
export interface FailureCodes {
  readonly unreachable: ErrorCode;
  readonly failed: ErrorCode;
  readonly timeout: ErrorCode;
  readonly invalid: ErrorCode;
}

/** What an error message has to know about the server it speaks of. */
export interface ServerContext {
  readonly serves: 'completions' | 'embeddings';
  readonly address: ServerAddress;
  /** That requests go through; null when they go straight. */
  readonly proxy: HttpProxy | null;
  /** As the server knows it, without `openai/`. */
  readonly model: string;
  /** Null when none is configured. */
  readonly apiKey: string | null;
  readonly codes: FailureCodes;
}

export const LANGUAGE_MODEL_CODES: FailureCodes = {
  unreachable: 'MODEL_UNREACHABLE',
  failed: 'MODEL_FAILED',
  timeout: 'MODEL_TIMEOUT',
  invalid: 'REPLY_INVALID',
};

export const EMBEDDER_CODES: FailureCodes = {
  unreachable: 'EMBEDDER_UNREACHABLE',
  failed: 'EMBEDDER_FAILED',
  timeout: 'EMBEDDER_TIMEOUT',
  invalid: 'EMBEDDING_INVALID',
};
