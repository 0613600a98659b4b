import { Parser } from 'htmlparser2';
import { textWriter } from './text-writer.ts';

export interface HtmlText {
  /** Of the page, else its first main heading; null when it has neither. */
  readonly title: string | null;
  readonly text: string;
}

/**
 * What a page says, without what surrounds it: the text of its `main` elements, or of all of it without navigation, header, footer
 * and asides. Scripts, styles, controls and what is hidden are left out everywhere; nothing is loaded.
 *
 * Blocks stand on lines of their own, paragraphs and headings apart; white space is one space, but in `pre`.
 *
 * @throws RangeError when elements are nested more than 2,000 deep
 */
export function htmlText(html: string): HtmlText {
  const [page, main, title, heading] = [textWriter(), textWriter(), textWriter(), textWriter()];
  const open: Place[] = [];
  const around = (): Place => open.at(-1) ?? OUTSIDE;

  const write = (text: string): void => {
    const { isLeftOut, isAside, isMain, isPre, isTitle, isHeading } = around();
    if (isTitle) title.write(text, false);
    if (isLeftOut || isAside) return;
    if (isHeading) heading.write(text, false);
    if (isMain) main.write(text, isPre);
    page.write(text, isPre);
  };
  const breakLines = (name: string): void => {
    const lines = BREAKS.get(name) ?? 0;
    page.breakLines(lines);
    main.breakLines(lines);
  };
  const parser = new Parser({
    onopentag: (name, attributes) => {
      if (open.length === DEEPEST) throw new RangeError(`elements are nested more than ${DEEPEST} deep`);
      const place = placeIn(around(), name, attributes);
      open.push({ ...place, isHeading: place.isHeading || (name === 'h1' && heading.text() === '') });
      breakLines(name);
    },
    onclosetag: (name) => {
      open.pop();
      breakLines(name);
      if (CELLS.has(name)) write(' ');
    },
    ontext: write,
  });
  parser.end(html);
  return { title: title.text() || heading.text() || null, text: main.text() || page.text() };
}

/** Closing tags look for their element among the open ones, so depth is time. */
const DEEPEST = 2000;

/** What an element makes of the text within it. */
interface Place {
  readonly isLeftOut: boolean;
  /** Belongs to the site, not to the page. */
  readonly isAside: boolean;
  readonly isMain: boolean;
  /** Within `main` or `article` a header or footer belongs to the text. */
  readonly isContent: boolean;
  readonly isPre: boolean;
  readonly isTitle: boolean;
  readonly isHeading: boolean;
}

const OUTSIDE: Place = {
  isLeftOut: false,
  isAside: false,
  isMain: false,
  isContent: false,
  isPre: false,
  isTitle: false,
  isHeading: false,
};

type Attributes = Readonly<Record<string, string>>;

function placeIn(parent: Place, name: string, attributes: Attributes): Place {
  const isMain = name === 'main' || attributes.role === 'main';
  return {
    isLeftOut: parent.isLeftOut || LEFT_OUT.has(name) || isHidden(attributes),
    isAside: !isMain && (parent.isAside || isAside(parent, name, attributes)),
    isMain: parent.isMain || isMain,
    isContent: parent.isContent || isMain || name === 'article',
    isPre: parent.isPre || name === 'pre',
    isTitle: name === 'title' && !parent.isLeftOut,
    isHeading: parent.isHeading,
  };
}

function isHidden({ hidden, style = '', 'aria-hidden': isUnread }: Attributes): boolean {
  return hidden !== undefined || isUnread === 'true' || /display\s*:\s*none/i.test(style);
}

function isAside({ isContent }: Place, name: string, { role = '' }: Attributes): boolean {
  return ASIDES.has(name) || ASIDE_ROLES.has(role) || (!isContent && (name === 'header' || name === 'footer'));
}

const LEFT_OUT = words(
  'audio button canvas iframe input map noscript object script select style svg template textarea title video',
);
const ASIDES = words('aside nav');
const ASIDE_ROLES = words('banner complementary contentinfo navigation search');
const CELLS = words('td th');
const PARAGRAPHS = words('blockquote h1 h2 h3 h4 h5 h6 p pre table');
const BLOCKS = words(
  'address article aside body br dd details div dl dt fieldset figcaption figure footer form header hr li main nav ol section summary tr ul',
);
const BREAKS: ReadonlyMap<string, 1 | 2> = new Map([
  ...Array.from(BLOCKS, (name) => [name, 1] as const),
  ...Array.from(PARAGRAPHS, (name) => [name, 2] as const),
]);

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}
