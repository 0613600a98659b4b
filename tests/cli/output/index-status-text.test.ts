import { describe, expect, it } from 'vitest';
import { indexStatusText } from '../../../src/cli/output/index-status-text.ts';
import type { IndexStatus } from '../../../src/pipelines/status/index-status.ts';

const place = { collection: 'notes', location: '.rag/index.sqlite' };

const status: IndexStatus = {
  ...place,
  state: 'updating',
  points: 40,
  atWork: [],
  manifest: null,
  journal: {
    chunks: 40,
    isCurrent: true,
    run: {
      ...place,
      startedAt: '2026-01-01T00:00:00.000Z',
      endedAt: null,
      identity: {},
      chunks: 0,
      embedded: 0,
      seconds: 0,
    },
    swept: { documents: 20, chunks: 40 },
  },
  shards: [],
  successor: null,
  differences: [],
  refusal: null,
  next: 'go on',
};

describe('indexStatusText', () => {
  const lastRun = (chunks: number) => {
    const text = indexStatusText({ ...status, manifest: { chunks } }, new Date('2026-01-01T00:00:05.000Z'));
    return text.split('\n').find((line) => line.startsWith('last run'));
  };

  it('measures a run by the one before, as long as it has not got further', () => {
    expect(lastRun(100)).toMatch(/: 20 documents read, 40 chunks of about 100 in place$/);
    expect(lastRun(30)).toMatch(/: 20 documents read, 40 chunks in place$/);
  });
});
