import { pythonStr } from '../python/repr.ts';
import { isList } from '../python/value.ts';
import { RagError } from './errors.ts';
import { valueIn } from './row-column.ts';
import type { Row } from './row-source.ts';

/** A condition on one column of a row: `type=bridge`, `level!=easy`. */
export interface RowFilter {
  readonly column: string;
  readonly isNegated: boolean;
  /** As Python prints it: `True`, `7`, `bridge`. */
  readonly value: string;
}

/**
 * The filter written as `column=value` or `column!=value`.
 *
 * @throws RagError USAGE_INVALID
 */
export function parseRowFilter(text: string): RowFilter {
  const parts = /^([^=!]+)(!?)=(.*)$/s.exec(text);
  const [, column, negation, value] = parts ?? [];
  if (column !== undefined && value !== undefined) return { column: column.trim(), isNegated: negation === '!', value };
  throw new RagError('USAGE_INVALID', `a filter is column=value or column!=value, found "${text}"`, {
    hint: 'rag eval --filter type=bridge',
  });
}

/**
 * True when the row's column has the value; a list has each of its items. Texts are compared as they are, other values as Python or
 * JSON prints them.
 *
 * @throws RagError DATASET_COLUMN_MISSING naming the row and the columns it has
 */
export function matchesFilter(row: Row, { column, isNegated, value }: RowFilter): boolean {
  const found = valueIn(row, column, { code: 'DATASET_COLUMN_MISSING' });
  const items = isList(found) ? found : [found];
  return items.some((item) => [pythonStr(item), String(item)].includes(value)) !== isNegated;
}
