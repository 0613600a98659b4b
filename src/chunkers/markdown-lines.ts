export interface Heading {
  /** From 1, the highest, to 6. */
  readonly level: number;
  readonly title: string;
}

/** A line is `verbatim` in a block of code, its fences included, and in the front matter; `underline` belongs to the heading before. */
export interface MarkdownLine {
  readonly start: number;
  readonly kind: 'text' | 'empty' | 'heading' | 'underline' | 'verbatim';
  /** Null for all but headings. */
  readonly heading: Heading | null;
}

/**
 * The lines of a Markdown text, told apart as far as cutting needs it, after CommonMark 0.31; but an underlined heading has one line,
 * and a fence may stand at any indentation, as it does in lists.
 */
export function markdownLines(text: string): MarkdownLine[] {
  const lines: MarkdownLine[] = [];
  const matter = FRONT_MATTER.exec(text)?.[0].length ?? 0;
  let fence: string | null = null;
  /** The line before, when it begins a paragraph. */
  let lone: string | null = null;
  for (const { start, line } of linesOf(text)) {
    const before = lines.at(-1);
    const isFirst = before === undefined || before.kind !== 'text';
    const opened: string | null = fence ?? openingFence(line);
    const heading = headingIn(line);
    const underlined = lone === null ? null : underlinedHeading(lone, line);
    lone = null;
    if (start < matter) lines.push({ start, kind: 'verbatim', heading: null });
    else if (opened !== null) {
      lines.push({ start, kind: 'verbatim', heading: null });
      fence = fence !== null && closes(fence, line) ? null : opened;
    } else if (line.trim() === '') lines.push({ start, kind: 'empty', heading: null });
    else if (heading !== null) lines.push({ start, kind: 'heading', heading });
    else if (underlined !== null && before !== undefined) {
      lines.splice(-1, 1, { ...before, kind: 'heading', heading: underlined });
      lines.push({ start, kind: 'underline', heading: null });
    } else {
      lines.push({ start, kind: 'text', heading: null });
      if (isFirst) lone = line;
    }
  }
  return lines;
}

/** At the beginning, between two lines of three dashes. */
const FRONT_MATTER = /^---[ \t]*\r?\n(?:.*\r?\n)*?(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/;

function* linesOf(text: string): Generator<{ start: number; line: string }> {
  for (let start = 0; start < text.length; ) {
    const feed = text.indexOf('\n', start);
    const end = feed < 0 ? text.length : feed + 1;
    yield { start, line: text.slice(start, end).trimEnd() };
    start = end;
  }
}

function openingFence(line: string): string | null {
  return /^[ \t]*(`{3,}(?=[^`]*$)|~{3,})/.exec(line)?.[1] ?? null;
}

/** A fence is closed by one of the same sign, at least as long, with nothing behind it. */
function closes(fence: string, line: string): boolean {
  const trimmed = line.trim();
  return trimmed.startsWith(fence) && trimmed === fence.charAt(0).repeat(trimmed.length);
}

function headingIn(line: string): Heading | null {
  const [, signs, title] = /^ {0,3}(#{1,6})(?:[ \t]+(.*))?$/.exec(line) ?? [];
  return signs === undefined
    ? null
    : { level: signs.length, title: (title ?? '').replace(/(?:^|[ \t]+)#+$/, '').trim() };
}

/** Not one of a list, a quotation or a table: a line of dashes behind these is none. */
function underlinedHeading(line: string, underline: string): Heading | null {
  const [, signs] = /^ {0,3}(=+|-+)$/.exec(underline) ?? [];
  if (signs === undefined || /^ {0,3}(?:[-*+>|]|\d{1,9}[.)][ \t])/.test(line)) return null;
  return { level: signs.startsWith('=') ? 1 : 2, title: line.trim() };
}
