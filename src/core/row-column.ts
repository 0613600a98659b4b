import { nearestFirst } from '../text/closest-name.ts';
import { type ErrorCode, RagError } from './errors.ts';
import type { JsonValue } from './fields.ts';
import type { Row } from './row-source.ts';

/** What a column that is not there is told as. */
export interface ColumnMissing {
  readonly code: ErrorCode;
  /** That names the column, and may name another one: `corpus.text`. */
  readonly setting?: string | undefined;
  /** What to do, where another column is not the answer. */
  readonly hint?: string;
}

/**
 * The value of a row's column, whatever the column is called.
 *
 * @throws RagError `code` when there is none, naming the columns there are, nearest first
 */
export function valueIn({ fields, origin }: Row, column: string, missing: ColumnMissing): JsonValue {
  const value = Object.hasOwn(fields, column) ? fields[column] : undefined;
  if (value !== undefined) return value;
  const known = nearestFirst(column, Object.keys(fields));
  const has = known.length === 0 ? 'no columns' : known.map((name) => `"${name}"`).join(', ');
  const { code, setting, hint = setting && `say which column it is:  --set ${setting}=…` } = missing;
  throw new RagError(code, `${origin} has no column "${column}"; it has ${has}`, {
    hint,
    details: { origin, column, columns: known },
  });
}

/** ROW_INVALID for a column that holds something else than expected: `a text`. */
export function columnUnfit({ fields, origin }: Row, column: string, expected: string): RagError {
  const found = kindOf(fields[column] ?? null);
  return new RagError('ROW_INVALID', `${origin} has ${found} in column "${column}", expected ${expected}`, {
    details: { origin, column },
  });
}

function kindOf(value: JsonValue): string {
  if (value === null) return 'null';
  if (value === '') return 'an empty text';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'string' ? 'a text' : `a ${typeof value}`;
}
