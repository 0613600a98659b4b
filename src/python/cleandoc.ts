import { lstrip } from './strings.ts';

/**
 * Python's `inspect.cleandoc(text)` (CPython 3.11): tabs expanded, the first line without its leading white space, the others
 * without what all of them share, no empty lines at either end.
 */
export function cleandoc(text: string): string {
  const [first = '', ...others] = expandTabs(text).split('\n');
  const indents = others.filter((line) => lstrip(line) !== '').map((line) => line.length - lstrip(line).length);
  // Infinity, when all lines are blank, leaves them as they are in Python too.
  const margin = Math.min(...indents);
  const lines = [lstrip(first), ...others.map((line) => (Number.isFinite(margin) ? line.slice(margin) : line))];
  const start = lines.findIndex((line) => line !== '');
  const end = lines.findLastIndex((line) => line !== '');
  return lines.slice(Math.max(start, 0), end + 1).join('\n');
}

/** Python's `text.expandtabs(8)`: each tab becomes the spaces up to the next multiple of 8 code points in its line. */
export function expandTabs(text: string): string {
  let expanded = '';
  let column = 0;
  for (const character of text) {
    const width = 8 - (column % 8);
    expanded += character === '\t' ? ' '.repeat(width) : character;
    if (character === '\n' || character === '\r') column = 0;
    else column += character === '\t' ? width : 1;
  }
  return expanded;
}
