/** Python's `len(text)`: code points, where JavaScript's `length` counts UTF-16 units. */
export function codePointLength(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

/** Python's `text[start:end]` for bounds that are not negative, counted in code points. */
export function sliceCodePoints(text: string, start: number, end?: number): string {
  return Array.from(text).slice(start, end).join('');
}
