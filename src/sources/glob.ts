/**
 * Whether a path with forward slashes fits a pattern: `*` is any text within a name, `?` one character, and `**` any number
 * of folders. Takes time in proportion to pattern times path, whatever they hold.
 */
export function matchesGlob(path: string, pattern: string): boolean {
  return matchesSequence({
    items: path.split('/'),
    pattern: pattern.split('/'),
    isStar: (segment) => segment === '**',
    fits: matchesName,
  });
}

/** Whether a path means more than itself when read as a pattern. */
export function isGlob(path: string): boolean {
  return /[*?]/.test(path);
}

/** The folder a pattern starts in: everything before its first segment with a wildcard. */
export function globRoot(pattern: string): string {
  const segments = pattern.split('/');
  return segments.slice(0, segments.findIndex(isGlob)).join('/');
}

function matchesName(name: string, pattern: string): boolean {
  return matchesSequence({
    items: [...name],
    pattern: [...pattern],
    isStar: (character) => character === '*',
    fits: (character, wanted) => wanted === '?' || wanted === character,
  });
}

interface Sequence {
  readonly items: readonly string[];
  readonly pattern: readonly string[];
  /** Fits any number of items, none included. */
  isStar(part: string): boolean;
  fits(item: string, part: string): boolean;
}

/** After a mismatch only the last star needs another try: what came before it cannot do better by taking more. */
function matchesSequence({ items, pattern, isStar, fits }: Sequence): boolean {
  let item = 0;
  let part = 0;
  let star: { readonly part: number; readonly item: number } | null = null;
  while (item < items.length) {
    const wanted = pattern[part];
    const found = items[item] ?? '';
    if (wanted !== undefined && isStar(wanted)) {
      star = { part, item };
      part += 1;
    } else if (wanted !== undefined && fits(found, wanted)) {
      item += 1;
      part += 1;
    } else if (star !== null) {
      star = { part: star.part, item: star.item + 1 };
      item = star.item;
      part = star.part + 1;
    } else {
      return false;
    }
  }
  return pattern.slice(part).every(isStar);
}
