import { type Html, html } from './markup.ts';

/** A line of a description list. */
export function entry(name: string, value: string): Html {
  return html`<dt>${name}</dt><dd>${value}</dd>`;
}
