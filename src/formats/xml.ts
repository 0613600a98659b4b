import { printable } from '../text/printable.ts';

export interface XmlElement {
  readonly xml: string;
}

/** An XML element with its text or its children, one per line; values are escaped, attributes that are null are left out. */
export function xml(
  name: string,
  attributes: Readonly<Record<string, string | number | null>>,
  content: string | readonly XmlElement[] = [],
): XmlElement {
  const given = Object.entries(attributes).filter(([, value]) => value !== null);
  const start = [name, ...given.map(([key, value]) => `${key}="${escaped(String(value))}"`)].join(' ');
  if (content.length === 0) return { xml: `<${start}/>` };
  const body = typeof content === 'string' ? escaped(content) : ['', ...content.map(({ xml }) => xml), ''].join('\n');
  return { xml: `<${start}>${body}</${name}>` };
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // In attributes a plain line break or tab would become a space.
  '\n': '&#10;',
  '\t': '&#9;',
};

/** XML 1.0 has no way to write control characters, half surrogate pairs and two code points that are none. */
function escaped(text: string): string {
  const allowed = printable(text).replaceAll(/[\ufffe\uffff]/g, '\ufffd');
  return allowed.replaceAll(/[&<>"\n\t]/g, (character) => ENTITIES[character] ?? '');
}
