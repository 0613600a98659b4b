import { type Html, html } from './markup.ts';

/** A share of the plot's width: `12.5%`. Heights are in pixels, so that a plot gets wider without getting taller. */
export function across(share: number): string {
  return `${Number((100 * share).toFixed(3))}%`;
}

/** The smallest of 1, 2, 2.5, 5, 10, 20, … that is no smaller than `value`; 1 for nothing. */
export function niceCeiling(value: number): number {
  if (!(value > 0)) return 1;
  const magnitude = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 2.5, 5, 10].find((candidate) => candidate * magnitude >= value) ?? 10;
  return step * magnitude;
}

/** Labels below a plot at equal distances, the first at its left edge, the last at its right edge. */
export function axis(labels: readonly string[]): Html {
  const texts = labels.map((label, position) => {
    const anchor = position === 0 ? 'start' : position === labels.length - 1 ? 'end' : 'middle';
    return html`<text x="${across(position / (labels.length - 1))}" y="14" text-anchor="${anchor}">${label}</text>`;
  });
  return html`<svg class="axis" height="18" aria-hidden="true">${texts}</svg>`;
}
