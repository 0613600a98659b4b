import { isRecord } from './qdrant-context.ts';
import { pointId, type StoredPoint } from './qdrant-data.ts';

/** True when Qdrant 1.19 would let the point through; what stands in no filter of ours is an error, not a guess. */
export function matchesFilter(filter: unknown, point: StoredPoint): boolean {
  if (filter === undefined || filter === null) return true;
  if (!isRecord(filter)) throw new Error(`not a filter: ${JSON.stringify(filter)}`);
  const fits = (condition: unknown) => matchesCondition(condition, point);
  const { must, should, must_not: mustNot, ...rest } = filter;
  if (Object.keys(rest).length > 0) throw new Error(`not known to this fake: ${Object.keys(rest).join(', ')}`);
  const alternatives = listOf(should);
  return (
    listOf(must).every(fits) && !listOf(mustNot).some(fits) && (alternatives.length === 0 || alternatives.some(fits))
  );
}

function listOf(clause: unknown): readonly unknown[] {
  if (clause === undefined || clause === null) return [];
  return Array.isArray(clause) ? clause : [clause];
}

function matchesCondition(condition: unknown, point: StoredPoint): boolean {
  if (!isRecord(condition)) throw new Error(`not a condition: ${JSON.stringify(condition)}`);
  const { key, match, range, is_empty: isEmpty, is_null: isNull, has_id: ids } = condition;
  if (typeof key === 'string' && isRecord(match)) return flat(valuesAt(point, key)).some((one) => matches(match, one));
  if (typeof key === 'string' && isRecord(range)) return flat(valuesAt(point, key)).some((one) => isIn(range, one));
  if (isRecord(isEmpty)) return valuesAt(point, String(isEmpty.key)).every(isEmptyValue);
  if (isRecord(isNull)) return valuesAt(point, String(isNull.key)).some(isNullValue);
  if (Array.isArray(ids)) return ids.map(pointId).includes(point.id);
  return matchesFilter(condition, point);
}

/** Whole numbers, texts and booleans: Qdrant matches no float. */
function matches({ value, any, except }: Record<string, unknown>, found: unknown): boolean {
  if (Array.isArray(any)) return any.includes(found);
  if (Array.isArray(except)) return found !== null && !except.includes(found);
  if (value === undefined) throw new Error('this fake matches by value, any and except');
  return found === value;
}

function isIn(bounds: Record<string, unknown>, found: unknown): boolean {
  if (typeof found !== 'number') return false;
  const holds = (name: string, test: (bound: number) => boolean) => {
    const bound = bounds[name];
    return typeof bound !== 'number' || test(bound);
  };
  return (
    holds('gt', (bound) => found > bound) &&
    holds('gte', (bound) => found >= bound) &&
    holds('lt', (bound) => found < bound) &&
    holds('lte', (bound) => found <= bound)
  );
}

function isEmptyValue(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}

function isNullValue(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.includes(null));
}

/** A list where a path ends stands for its values. */
function flat(values: readonly unknown[]): unknown[] {
  return values.flatMap((value) => (Array.isArray(value) ? value : [value]));
}

/** What a path like `a.b`, `"a b".c` or `list[].name` leads to. */
function valuesAt({ payload }: StoredPoint, path: string): unknown[] {
  let values: unknown[] = [payload];
  for (const [step, quoted, index] of path.matchAll(/"([^"]*)"|\[(\d*)\]|[\p{L}\p{N}_-]+/gu)) {
    if (index === '') values = values.flatMap((value) => (Array.isArray(value) ? value : []));
    else if (index !== undefined)
      values = values.flatMap((value) => (Array.isArray(value) ? value.slice(+index, +index + 1) : []));
    else values = values.flatMap((value) => member(value, quoted ?? step));
  }
  return values;
}

function member(value: unknown, name: string): unknown[] {
  return isRecord(value) && Object.hasOwn(value, name) ? [value[name]] : [];
}
