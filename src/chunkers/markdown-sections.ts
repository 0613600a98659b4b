import { type Heading, type MarkdownLine, markdownLines } from './markdown-lines.ts';
import type { Span } from './spans.ts';

/** What stands under one heading, the heading included, up to the next. */
export interface Section {
  /** The headings it stands under, the highest first, its own last; empty before the first heading. */
  readonly path: readonly string[];
  /** The same without those that stand in the section itself. */
  readonly outerPath: readonly string[];
  /** Heading, paragraphs, lists, blocks of code, …, each with the empty lines behind it; together they are the section. */
  readonly blocks: readonly Span[];
}

/** The sections of a Markdown text; together they are the text. A heading with nothing but lower headings under it goes with these. */
export function markdownSections(text: string): Section[] {
  const sections: Section[] = [];
  let above: readonly Heading[] = [];
  let current = { path: none, outerPath: none, blocks: [] as Span[], isHeadingOnly: false };
  for (const { start, end, heading } of blocksOf(text)) {
    if (heading !== null) {
      const outer = above.filter(({ level }) => level < heading.level);
      const goesOn = current.isHeadingOnly && outer.length === above.length;
      if (!goesOn && current.blocks.length > 0) sections.push(current);
      above = [...outer, heading];
      const path = above.map(({ title }) => title);
      const isHeadingOnly = true;
      current = goesOn
        ? { ...current, path }
        : { path, outerPath: outer.map(({ title }) => title), blocks: [], isHeadingOnly };
    }
    current.blocks.push({ start, end });
    current.isHeadingOnly &&= heading !== null;
  }
  if (current.blocks.length > 0) sections.push(current);
  return sections.map(({ path, outerPath, blocks }) => ({ path, outerPath, blocks }));
}

const none: readonly string[] = [];

interface Block extends Span {
  /** Null for all but headings. */
  readonly heading: Heading | null;
}

function blocksOf(text: string): Block[] {
  const lines = markdownLines(text);
  const firsts = lines.filter((line, index) => beginsBlock(line, lines[index - 1]));
  return firsts.map(({ start, heading }, index) => ({ start, end: firsts[index + 1]?.start ?? text.length, heading }));
}

function beginsBlock({ kind }: MarkdownLine, before: MarkdownLine | undefined): boolean {
  if (before === undefined) return true;
  if (kind === 'empty' || kind === 'underline') return false;
  return kind === 'heading' || before.kind !== kind;
}
