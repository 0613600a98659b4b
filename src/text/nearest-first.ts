/**
 * The names in order of likeness to `wanted`, for "did you mean": first those that contain it or are contained in it, then by
 * edit distance; upper and lower case make no difference, and equally near names keep their order.
 */
export function nearestFirst(wanted: string, names: readonly string[]): string[] {
  const target = wanted.toLowerCase();
  return names
    .map((name) => ({ name, rank: rankOf(target, name.toLowerCase()) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ name }) => name);
}

/** Below 1 for a name within the other: the shorter the rest, the nearer. */
function rankOf(target: string, name: string): number {
  if (target !== '' && name !== '' && (name.includes(target) || target.includes(name))) {
    return Math.abs(name.length - target.length) / (name.length + target.length);
  }
  return editDistance(target, name);
}

/** Levenshtein's distance, in UTF-16 units, row by row. */
export function editDistance(from: string, to: string): number {
  let above = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = at(above, column - 1) + (from[row - 1] === to[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, at(above, column) + 1, at(current, column - 1) + 1));
    }
    above = current;
  }
  return at(above, to.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
