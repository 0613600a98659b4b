import { RagError } from '../../core/errors.ts';

export interface Warning {
  readonly code: string;
  readonly message: string;
}

/** What `--json` prints, always and only this. It changes by adding. */
export interface Envelope {
  readonly schema: 'rag/v1';
  readonly command: string;
  readonly ok: boolean;
  readonly data: unknown;
  readonly warnings: readonly Warning[];
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly hint: string | null;
    readonly details: unknown;
  } | null;
}

export function successEnvelope(command: string, data: unknown, warnings: readonly Warning[]): Envelope {
  return { schema: 'rag/v1', command, ok: true, data, warnings, error: null };
}

export function errorEnvelope(command: string, error: unknown, warnings: readonly Warning[]): Envelope {
  return { schema: 'rag/v1', command, ok: false, data: null, warnings, error: describe(error) };
}

/** One line of JSON; integers beyond 2^53 are written as text. */
export function writeEnvelope(value: Envelope): string {
  return JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? item.toString() : item));
}

function describe(error: unknown): Envelope['error'] {
  if (!(error instanceof RagError)) return { code: 'UNEXPECTED', message: String(error), hint: null, details: {} };
  const { code, message, hint = null, details } = error;
  return { code, message, hint, details };
}
