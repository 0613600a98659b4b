import { describe, expect, it } from 'vitest';
import type { Dataset, SplitOptions } from '../../src/core/dataset.ts';
import { parseRowFilter } from '../../src/core/row-filter.ts';
import type { RowLocation } from '../../src/core/row-source.ts';
import { loadExamples } from '../../src/pipelines/load-examples.ts';

const SPLIT: SplitOptions = { trainSeed: 1, train: 1, evalSeed: 1, dev: 1 };

async function columnsRead(columns: readonly string[] | null, filters: readonly string[]) {
  const opened: RowLocation[] = [];
  const dataset: Dataset = {
    name: 'd',
    locations: [{ type: 'files', paths: ['/d.parquet'], columns, limit: null }],
    split: () => ({ train: [], dev: [] }),
  };
  const source = {
    open: async (location: RowLocation) => {
      opened.push(location);
      return { revision: 'r', rows: (async function* () {})() };
    },
  };
  const split = { ...SPLIT, devFilters: filters.map(parseRowFilter) };
  await loadExamples({ dataset, source, split, report: () => {}, signal: new AbortController().signal });
  return opened[0]?.columns;
}

describe('loadExamples', () => {
  it('reads the columns that are only filtered by as well', async () => {
    expect(await columnsRead(['id', 'answer'], [])).toEqual(['id', 'answer']);
    expect(await columnsRead(['id', 'answer'], ['type=bridge', 'id!=7'])).toEqual(['id', 'answer', 'type']);
    expect(await columnsRead(null, ['type=bridge'])).toBeNull();
  });
});
