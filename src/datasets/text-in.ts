import { columnUnfit, valueIn } from '../core/row-column.ts';
import type { Row } from '../core/row-source.ts';

/**
 * The text in a row's column, which may be empty; `setting` is the one that names the column, where one does.
 *
 * @throws RagError DATASET_COLUMN_MISSING, ROW_INVALID
 */
export function textIn(row: Row, column: string, setting?: string): string {
  const value = valueIn(row, column, { code: 'DATASET_COLUMN_MISSING', setting });
  if (typeof value !== 'string') throw columnUnfit(row, column, 'a text');
  return value;
}
