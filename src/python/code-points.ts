/** Python's `len(text)`: code points, where JavaScript's `length` counts UTF-16 units. */
export function codePointLength(text: string): number {
  if (hasOneUnitEach(text)) return text.length;
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

/** True for text without surrogates, as nearly all is: its code points are its UTF-16 units, and it need not be taken apart. */
export function hasOneUnitEach(text: string): boolean {
  return !SURROGATE.test(text);
}

const SURROGATE = /[\ud800-\udfff]/;

/** Python's `text[start:end]` for bounds that are not negative, counted in code points. */
export function sliceCodePoints(text: string, start: number, end?: number): string {
  return Array.from(text).slice(start, end).join('');
}
