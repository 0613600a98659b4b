/** The known name that was probably meant; null when none is within a third of its length. Case, `-` and `_` make no difference. */
export function closestName(name: string, known: readonly string[]): string | null {
  const [nearest] = nearestFirst(name, known);
  if (nearest === undefined) return null;
  const tolerance = Math.max(1, Math.floor(nearest.length / 3));
  return editDistance(folded(name), folded(nearest)) <= tolerance ? nearest : null;
}

/**
 * All known names, nearest to `name` first: those that contain it or are contained in it, then by edit distance; equally near
 * ones stay in their order.
 */
export function nearestFirst(name: string, known: readonly string[]): string[] {
  return known
    .map((candidate) => ({ candidate, rank: rankOf(folded(name), folded(candidate)) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ candidate }) => candidate);
}

/** Below 1 for a name within the other: the shorter the rest, the nearer. */
function rankOf(wanted: string, name: string): number {
  const isWithin = wanted !== '' && name !== '' && (name.includes(wanted) || wanted.includes(name));
  return isWithin ? Math.abs(name.length - wanted.length) / (name.length + wanted.length) : editDistance(wanted, name);
}

function folded(name: string): string {
  return name.toLowerCase().replaceAll(/[-_\s]/g, '');
}

/** Insertions, deletions, replacements and swaps of neighbours that turn `from` into `to` (optimal string alignment). */
function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = at(last, column - 1) + (from[row - 1] === to[column - 1] ? 0 : 1);
      const isSwap = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      const swapped = isSwap ? at(beforeLast, column - 2) + 1 : Number.POSITIVE_INFINITY;
      current.push(Math.min(replaced, swapped, at(last, column) + 1, at(current, column - 1) + 1));
    }
    beforeLast = last;
    last = current;
  }
  return at(last, to.length);
}

/** Outside the table nothing can be reached. */
function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
