import { describe, expect, it } from 'vitest';
import { ownBytes, qdrantBytes, sqliteBytes } from '../../../src/pipelines/preview/stored-bytes.ts';

describe('sqliteBytes', () => {
  // Files of 2000 chunks, measured with SQLite 3.53; payloads are 45 bytes longer than their texts.
  it.each([
    [1000, 256, 10_203_136],
    [1000, 384, 10_203_136],
    [1000, 768, 11_206_656],
    [1000, 1024, 12_922_880],
    [300, 256, 4_800_512],
    [300, 768, 8_908_800],
    [300, 1024, 9_912_320],
  ])('is right within a fiftieth for texts of %i characters and vectors of %i numbers', (text, dimensions, file) => {
    const bytes = 2000 * sqliteBytes({ dimensions, text, payload: text + 45 });

    expect(Math.abs(bytes - file) / file).toBeLessThan(0.02);
  });
});

describe('qdrantBytes and ownBytes', () => {
  it('follow from the dimensions and the payload', () => {
    const chunk = { dimensions: 1000, text: 500, payload: 600 };

    expect(qdrantBytes(chunk)).toBe(6600);
    expect([ownBytes(chunk, true), ownBytes(chunk, false)]).toEqual([4160, 100]);
  });
});
