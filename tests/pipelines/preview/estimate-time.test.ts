import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../../src/core/index-journal.ts';
import { estimateTime } from '../../../src/pipelines/preview/estimate-time.ts';

const embedder = { model: 'm', dimensions: 3, embed: async () => [] };

function run(changes: Partial<RunRecord>): RunRecord {
  const place = { collection: 'c', location: 'l' };
  const identity = { embedding_model: 'm' };
  const counts = { chunks: 1000, embedded: 1000, seconds: 10 };
  return {
    startedAt: '2026-01-01T00:00:00Z',
    endedAt: '2026-01-01T00:10:00Z',
    ...place,
    identity,
    ...counts,
    ...changes,
  };
}

describe('estimateTime', () => {
  it('goes by the last run that embedded with the same model', () => {
    const runs = [
      run({ seconds: 20 }),
      run({ endedAt: '2026-02-01T00:00:00Z' }),
      run({ endedAt: '2026-03-01T00:00:00Z', embedded: 49 }),
      run({ endedAt: null, seconds: 0 }),
      run({ endedAt: '2026-04-01T00:00:00Z', identity: { embedding_model: 'other' } }),
    ];

    expect(estimateTime({ texts: 250, calls: 3, embedder, runs })).toEqual({
      basis: 'measured',
      seconds: 2.5,
      textsPerSecond: 100,
      measuredAt: '2026-02-01T00:00:00Z',
    });
  });

  it('says what it assumes where no run is known', () => {
    expect(estimateTime({ texts: 250, calls: 8, embedder, runs: [] })).toEqual({
      basis: 'assumed',
      seconds: 1,
      callSeconds: 0.5,
      callsAtOnce: 4,
    });
  });
});
