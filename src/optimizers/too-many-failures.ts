import { RagError } from '../core/errors.ts';
import type { Fields } from '../core/fields.ts';

/** The error of a compilation that met its limit of failed runs; its cause is the last of them. */
export function tooManyFailures(
  { failures, stage, details }: { readonly failures: number; readonly stage: string; readonly details: Fields },
  cause: RagError,
): RagError {
  const runs = failures === 1 ? 'run' : 'runs';
  return new RagError(
    'TOO_MANY_FAILURES',
    `${failures} ${runs} failed while ${stage}, the last one: ${cause.message}`,
    {
      cause,
      details: { lastCode: cause.code, ...details },
      hint: `if these failures are to be expected, allow more:  rag compile --max-errors ${2 * failures}`,
    },
  );
}
