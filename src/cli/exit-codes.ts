import { type ErrorKind, RagError } from '../core/errors.ts';

/** The one table of exit codes; `rag help exit-codes` prints it. */
export const EXIT_CODES: readonly { readonly code: number; readonly meaning: string }[] = [
  { code: 0, meaning: 'done; a gate that was asked for passed' },
  { code: 1, meaning: 'unexpected failure, or a difference found by rag conformance: a bug in rag' },
  { code: 2, meaning: 'usage or configuration' },
  { code: 3, meaning: 'data, artifact or index missing, corrupt or incompatible' },
  { code: 4, meaning: 'credentials missing or rejected' },
  { code: 5, meaning: 'a service or model unavailable after retries' },
  { code: 6, meaning: 'a budget cap was reached; partial results were written' },
  { code: 7, meaning: 'more failed items than allowed' },
  { code: 100, meaning: 'gate failed' },
  { code: 101, meaning: 'gate inconclusive' },
  { code: 102, meaning: 'locked criteria or data changed' },
  { code: 130, meaning: 'interrupted (Ctrl-C)' },
  { code: 143, meaning: 'terminated' },
];

const CODE_OF_KIND: Readonly<Record<ErrorKind, number>> = {
  bug: 1,
  usage: 2,
  data: 3,
  credentials: 4,
  service: 5,
  budget: 6,
  failures: 7,
  gate: 100,
  inconclusive: 101,
  moved: 102,
  interrupted: 130,
};

export function exitCodeOf(error: unknown): number {
  if (!(error instanceof RagError)) return 1;
  if (error.code === 'INTERRUPTED' && error.details.signal === 'SIGTERM') return 143;
  return CODE_OF_KIND[error.kind];
}
