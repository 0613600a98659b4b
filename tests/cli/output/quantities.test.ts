import { expect, it } from 'vitest';
import { bytesText, durationText } from '../../../src/cli/output/quantities.ts';

it('bytesText has a unit that fits', () => {
  expect([0, 999, 1000, 56_120, 4_180_000, 1.3e9, 2e13].map(bytesText)).toEqual([
    '0 B',
    '999 B',
    '1 kB',
    '56 kB',
    '4.2 MB',
    '1.3 GB',
    '20 TB',
  ]);
});

it('durationText has a unit that fits', () => {
  expect([0, 0.42, 14.3, 119, 150, 7000, 12_600, 400_000].map(durationText)).toEqual([
    '0 s',
    '0.4 s',
    '14 s',
    '119 s',
    '2.5 min',
    '117 min',
    '3.5 h',
    '4.6 days',
  ]);
});
