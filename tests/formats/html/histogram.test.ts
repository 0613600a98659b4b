import { describe, expect, it } from 'vitest';
import { histogram } from '../../../src/formats/html/histogram.ts';

describe('histogram', () => {
  it('draws one bar for each fortieth that holds a value, the fullest one as high as the plot', () => {
    const { markup } = histogram({ label: 'times "a"', values: [0, 1, 50, 51, 52, 100], limit: 100, text: String });

    expect(markup).toBe(
      '<svg class="histogram" height="56" role="img" aria-label="times &quot;a&quot;">' +
        '<rect x="0%" y="18.7" width="2.125%" height="37.3"><title>2 from 0 to 2.5</title></rect>' +
        '<rect x="50%" y="0.0" width="2.125%" height="56.0"><title>3 from 50 to 52.5</title></rect>' +
        '<rect x="97.5%" y="37.3" width="2.125%" height="18.7"><title>1 from 97.5 to 100</title></rect></svg>',
    );
  });

  it('draws nothing for nothing', () => {
    expect(histogram({ label: 'none', values: [], limit: 1, text: String }).markup).toBe(
      '<svg class="histogram" height="56" role="img" aria-label="none"></svg>',
    );
  });
});
