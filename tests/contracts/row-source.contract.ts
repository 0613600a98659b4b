import { describe, expect, it } from 'vitest';
import type { Fields } from '../../src/core/fields.ts';
import type { Row, RowLocation, RowSource } from '../../src/core/row-source.ts';

/** A source that has been given rows to find. */
export interface PreparedSource {
  readonly source: RowSource;
  /** Where the rows are, all columns, no limit. */
  readonly location: RowLocation;
  /** Changes what the location holds, so that its revision must change. */
  change(): Promise<void>;
  close(): Promise<void>;
}

const ROWS: readonly Fields[] = [
  { id: 'a', text: 'erste Zeile', n: 1 },
  { id: 'b', text: '第二行 𝒳', n: 2 },
  { id: 'c', text: '', n: null },
];

/** What every `RowSource` promises. `prepare` puts the given rows at a location of the source. */
export function testRowSource(name: string, prepare: (rows: readonly Fields[]) => Promise<PreparedSource>): void {
  describe(`${name}, as a row source`, () => {
    it('gives all rows in order, each with an origin of its own', () =>
      using(prepare, async ({ source, location }) => {
        const rows = await read(source, location);

        expect(rows.map(({ fields }) => fields)).toEqual(ROWS);
        expect(new Set(rows.map(({ origin }) => origin)).size).toBe(3);
      }));

    it('stops at the limit', () =>
      using(prepare, async ({ source, location }) => {
        expect((await read(source, { ...location, limit: 2 })).map(({ fields }) => fields)).toEqual(ROWS.slice(0, 2));
        expect(await read(source, { ...location, limit: 0 })).toEqual([]);
      }));

    it('gives the columns asked for, whatever else it gives', () =>
      using(prepare, async ({ source, location }) => {
        const rows = await read(source, { ...location, columns: ['id', 'n'] });

        expect(rows.map(({ fields: { id, n } }) => ({ id, n }))).toEqual(ROWS.map(({ id, n }) => ({ id, n })));
      }));

    it('names the same revision until the rows change', () =>
      using(prepare, async ({ source, location, change }) => {
        const signal = new AbortController().signal;
        const first = await source.open(location, signal);
        const second = await source.open(location, signal);
        await change();
        const third = await source.open(location, signal);

        expect(first.revision).toMatch(/^[0-9a-f]{40,64}$/);
        expect(second.revision).toBe(first.revision);
        expect(third.revision).not.toBe(first.revision);
      }));

    it('may be left before the end and opened again', () =>
      using(prepare, async ({ source, location }) => {
        for await (const row of (await source.open(location, new AbortController().signal)).rows) {
          expect(row.fields).toEqual(ROWS[0]);
          break;
        }

        expect(await read(source, location)).toHaveLength(3);
      }));

    it('stops with INTERRUPTED when it is aborted', () =>
      using(prepare, async ({ source, location }) => {
        const controller = new AbortController();
        controller.abort();

        await expect(read(source, location, controller.signal)).rejects.toMatchObject({ code: 'INTERRUPTED' });
      }));
  });
}

async function using(
  prepare: (rows: readonly Fields[]) => Promise<PreparedSource>,
  test: (prepared: PreparedSource) => Promise<void>,
): Promise<void> {
  const prepared = await prepare(ROWS);
  try {
    await test(prepared);
  } finally {
    await prepared.close();
  }
}

async function read(
  source: RowSource,
  location: RowLocation,
  signal: AbortSignal = new AbortController().signal,
): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const row of (await source.open(location, signal)).rows) rows.push(row);
  return rows;
}
