import type { Filter, FilterCondition, FilterValue } from '../core/filter.ts';

/** The filter in Qdrant's words. */
export function qdrantFilter(filter: Filter) {
  const withType = (types: readonly string[]) => filter.filter(({ test }) => types.includes(test.type));
  return {
    must: withType(['any-of', 'range']).map(mustClause),
    must_not: withType(['none-of']).flatMap(anyOfClauses),
  };
}

function mustClause(condition: FilterCondition) {
  const { path, test } = condition;
  return test.type === 'range' ? { key: keyOf(path), range: test.bounds } : { should: anyOfClauses(condition) };
}

function anyOfClauses({ path, test }: FilterCondition) {
  if (test.type === 'range') return [];
  const key = keyOf(path);
  const texts = test.values.filter((value) => typeof value === 'string');
  const others = test.values.filter((value) => typeof value !== 'string').map((value) => ({ key, ...equals(value) }));
  return texts.length > 0 ? [{ key, match: { any: texts } }, ...others] : others;
}

/** Qdrant's `match` takes 1 and 1.0 for different values, its `range` does not. */
function equals(value: Exclude<FilterValue, string>) {
  return typeof value === 'number' ? { range: { gte: value, lte: value } } : { match: { value } };
}

/** In Qdrant's paths a name stands in quotes unless it holds nothing but letters, digits, `-` and `_`. */
function keyOf(path: FilterCondition['path']): string {
  return path.map((name) => (/^[A-Za-z0-9_-]+$/.test(name) ? name : `"${name}"`)).join('.');
}
