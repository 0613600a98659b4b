import { type Html, html } from './markup.ts';
import { across } from './plot.ts';

const BINS = 40;
const HEIGHT = 56;

export interface HistogramOptions {
  /** What the picture says, for those who do not see it. */
  readonly label: string;
  readonly values: readonly number[];
  /** Right edge of the plot; the left one is 0. */
  readonly limit: number;
  readonly text: (value: number) => string;
}

/** How often which values occur, as bars in an inline SVG that is as wide as its place. */
export function histogram({ label, values, limit, text }: HistogramOptions): Html {
  const counts = countBins(values, limit);
  const most = Math.max(...counts);
  const bars = counts.map((count, bin) => {
    if (count === 0) return null;
    const height = Math.max(2, (HEIGHT * count) / most);
    const [from, to] = [bin, bin + 1].map((edge) => text((limit * edge) / BINS));
    return html`<rect x="${across(bin / BINS)}" y="${(HEIGHT - height).toFixed(1)}" width="${across(0.85 / BINS)}" height="${height.toFixed(1)}"><title>${count} from ${from ?? ''} to ${to ?? ''}</title></rect>`;
  });
  return html`<svg class="histogram" height="${HEIGHT}" role="img" aria-label="${label}">${bars}</svg>`;
}

function countBins(values: readonly number[], limit: number): number[] {
  const counts = Array.from({ length: BINS }, () => 0);
  for (const value of values) {
    const bin = Math.min(BINS - 1, Math.floor((BINS * value) / limit));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}
