import { RagError } from '../../core/errors.ts';
import type { Report } from '../../core/events.ts';
import { counted } from '../../text/counted.ts';

/** How many rows and texts may be left out: so many, or such a share of the rows, from 0 to 1. */
export type FailureLimit =
  | { readonly type: 'count'; readonly most: number }
  | { readonly type: 'share'; readonly most: number };

export interface Failure {
  readonly origin: string;
  readonly code: string;
  readonly message: string;
}

export interface FailureLog {
  readonly count: number;
  /** The first hundred. */
  readonly failures: readonly Failure[];
  /**
   * Leaves something out.
   *
   * @throws RagError the error itself when nothing may be left out, with a hint how to, TOO_MANY_FAILURES when this is one too many
   */
  add(error: RagError, origin: string): void;
  /** @throws RagError TOO_MANY_FAILURES when the share of the rows is too large */
  checkShare(rows: number): void;
}

export function failureLog(limit: FailureLimit, report: Report): FailureLog {
  const failures: Failure[] = [];
  let count = 0;
  return {
    get count() {
      return count;
    },
    failures,
    add: (error, origin) => {
      if (limit.most === 0) throw fatal(error);
      count += 1;
      const { code, message } = error;
      if (failures.length < MOST_KEPT) failures.push({ origin, code, message });
      if (count <= MOST_TOLD) report({ type: 'notice', code: 'ROW_SKIPPED', message: `${message}: left out` });
      if (limit.type === 'count' && count > limit.most)
        throw tooMany(`more than ${counted(limit.most, 'row')}`, failures, count);
    },
    checkShare: (rows) => {
      if (limit.type !== 'share' || count <= limit.most * rows) return;
      throw tooMany(`${count} of ${counted(rows, 'row')}`, failures, count);
    },
  };
}

const MOST_KEPT = 100;
const MOST_TOLD = 5;

function fatal(error: RagError): RagError {
  const { code, message, cause, details } = error;
  const hints = [error.hint, 'correct it, or leave out up to ten like it:  rag index --max-failures 10'];
  return new RagError(code, message, { cause, details, hint: hints.filter((hint) => hint !== undefined).join('\n') });
}

function tooMany(how: string, failures: readonly Failure[], count: number): RagError {
  const last = failures.at(-1);
  return new RagError('TOO_MANY_FAILURES', `${how} could not be indexed, the last: ${last?.message ?? ''}`, {
    hint: 'correct them, or leave out more:  rag index --max-failures 100',
    details: { failed: count, failures: failures.map((failure) => ({ ...failure })) },
  });
}
