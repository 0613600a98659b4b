import type { DatabaseSyncInstance as Database } from '@photostructure/sqlite';
import type { Filter, FilterCondition, FilterValue, RangeBounds } from '../core/filter.ts';
import type { CollectionRow } from './sqlite-collection.ts';

/** The keys of the points that a filter lets through. Reads the payload of every point of the collection. */
export function filteredKeys(database: Database, { id }: CollectionRow, filter: Filter): ReadonlySet<number> {
  const conditions = filter.map(conditionSql);
  const where = ['collection = ?', ...conditions.map(({ sql }) => sql)].join(' AND ');
  const rows: Iterable<{ key: number }> = database
    .prepare(`SELECT key FROM points WHERE ${where}`)
    .iterate(id, ...conditions.flatMap(({ parameters }) => parameters));
  const keys = new Set<number>();
  for (const { key } of rows) keys.add(key);
  return keys;
}

interface Sql {
  readonly sql: string;
  readonly parameters: readonly (string | number)[];
}

function conditionSql({ path, test }: FilterCondition): Sql {
  switch (test.type) {
    case 'any-of':
      return someValue(path, anyOf(test.values));
    case 'none-of': {
      const { sql, parameters } = someValue(path, anyOf(test.values));
      return { sql: `NOT ${sql}`, parameters };
    }
    case 'range':
      return someValue(path, inRange(test.bounds));
  }
}

/** The value itself, or one of those in the list that stands there; never a member of an object, which has a name for a key. */
function someValue(path: FilterCondition['path'], { sql, parameters }: Sql): Sql {
  return {
    sql: `EXISTS (SELECT 1 FROM json_each(payload, ?) AS item WHERE typeof(item.key) <> 'text' AND (${sql}))`,
    parameters: [jsonPath(path), ...parameters],
  };
}

function jsonPath(path: FilterCondition['path']): string {
  return ['$', ...path.map((name) => `"${name}"`)].join('.');
}

function anyOf(values: readonly FilterValue[]): Sql {
  const tests = values.map(equals);
  return {
    sql: tests.length === 0 ? 'FALSE' : tests.map(({ sql }) => sql).join(' OR '),
    parameters: tests.flatMap(({ parameters }) => parameters),
  };
}

function equals(value: FilterValue): Sql {
  if (typeof value === 'boolean') return { sql: `item.type = '${value}'`, parameters: [] };
  const types = typeof value === 'string' ? "= 'text'" : "IN ('integer', 'real')";
  return { sql: `(item.type ${types} AND item.value = ?)`, parameters: [value] };
}

function inRange(bounds: RangeBounds): Sql {
  const given = Object.entries({ '>': bounds.gt, '>=': bounds.gte, '<': bounds.lt, '<=': bounds.lte }).flatMap(
    ([operator, bound]) => (bound === undefined ? [] : [{ operator, bound }]),
  );
  return {
    sql: ["item.type IN ('integer', 'real')", ...given.map(({ operator }) => `item.value ${operator} ?`)].join(' AND '),
    parameters: given.map(({ bound }) => bound),
  };
}
