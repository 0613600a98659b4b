import { printable } from '../../text/printable.ts';

/** Markup that may go into a page as it is. Only `html` and `trusted` make it. */
export interface Html {
  readonly markup: string;
}

export type HtmlValue = Html | string | number | null | readonly HtmlValue[];

/**
 * Markup with every value escaped, in text and between the quotes of an attribute alike, and with what could reorder a line made
 * visible; markup made by `html` itself stays as it is. Lists are joined without a separator; null stands for nothing.
 *
 * Values never go where escaping is not enough: unquoted attributes, `href` and `src`, `style`, `on…`, scripts.
 */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return { markup: parts.map((part, index) => part + markupOf(values[index] ?? null)).join('') };
}

/** Text of our own as markup: never anything that came from a model, a corpus or a file. */
export function trusted(markup: string): Html {
  return { markup };
}

function markupOf(value: HtmlValue): string {
  if (value === null) return '';
  if (typeof value === 'string') return escaped(value);
  if (typeof value === 'number') return String(value);
  return 'markup' in value ? value.markup : value.map(markupOf).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return printable(text).replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
