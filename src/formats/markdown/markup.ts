import { printable } from '../../text/printable.ts';

/**
 * A text as one line of Markdown that says nothing but itself: no markup, no table, no link. An empty comment keeps GitHub from
 * turning addresses, names of people, numbers of issues and words between colons into links, messages and pictures.
 */
export function markdownText(text: string): string {
  return printable(text)
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replaceAll(/[\\`*_{}[\]()<>|~$!&]/g, (character) => ENTITIES[character] ?? `\\${character}`)
    .replaceAll(/@|:(?=\/\/|\w+:)|www(?=\.)|#(?=\d)/gi, '$&<!-- -->');
}

/** As an entity a character is text wherever it stands. */
const ENTITIES: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;' };

/** A table of texts; columns are left-aligned but for numbers. */
export function markdownTable(titles: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const isNumber = (column: number) => rows.every((row) => typeof row[column] === 'number');
  return [
    line(titles.map(markdownText)),
    line(titles.map((_title, column) => (isNumber(column) ? '---:' : '---'))),
    ...rows.map((row) => line(row.map((cell) => markdownText(String(cell))))),
  ].join('\n');
}
