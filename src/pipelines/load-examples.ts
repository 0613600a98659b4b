import type { Dataset, SplitOptions, Splits } from '../core/dataset.ts';
import type { Report } from '../core/events.ts';
import type { RowFilter } from '../core/row-filter.ts';
import type { Row, RowLocation, RowSource } from '../core/row-source.ts';

export interface ExamplesTask {
  readonly dataset: Dataset;
  readonly source: RowSource;
  readonly split: SplitOptions;
  readonly report: Report;
  readonly signal: AbortSignal;
}

/**
 * A data set's training examples and questions. All its rows are held in memory while they are split (DSPy shuffles the whole
 * pool before it cuts), in the columns the data set asks for only.
 *
 * @throws RagError DATASET_EMPTY, DATASET_COLUMN_MISSING, and whatever the source throws
 */
export async function loadExamples({ dataset, source, split, report, signal }: ExamplesTask): Promise<Splits> {
  report({ type: 'stage-start', stage: `read ${dataset.name}`, total: null });
  const rows: Row[][] = [];
  for (const location of dataset.locations) {
    const stream = await source.open(withColumnsOf(split.devFilters ?? [], location), signal);
    const found = await collect(stream.rows, signal);
    report({ type: 'stage-advance', stage: `read ${dataset.name}`, by: found.length });
    rows.push(found);
  }
  report({ type: 'stage-end', stage: `read ${dataset.name}` });
  return dataset.split(rows, split);
}

/** Columns that are only filtered by are read as well. */
function withColumnsOf(filters: readonly RowFilter[], location: RowLocation): RowLocation {
  const { columns } = location;
  return columns === null
    ? location
    : { ...location, columns: [...new Set([...columns, ...filters.map(({ column }) => column)])] };
}

async function collect(rows: AsyncIterable<Row>, signal: AbortSignal): Promise<Row[]> {
  const collected: Row[] = [];
  for await (const row of rows) {
    signal.throwIfAborted();
    collected.push(row);
  }
  return collected;
}
