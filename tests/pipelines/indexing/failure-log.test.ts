import { beforeEach, describe, expect, it } from 'vitest';
import { RagError } from '../../../src/core/errors.ts';
import type { ProgressEvent } from '../../../src/core/events.ts';
import { failureLog } from '../../../src/pipelines/indexing/failure-log.ts';

describe('failureLog', () => {
  let events: ProgressEvent[];
  const report = (event: ProgressEvent) => events.push(event);
  beforeEach(() => {
    events = [];
  });
  const bad = (row: number) => new RagError('ROW_INVALID', `row ${row} has no text`, { details: { row } });
  const fill = (log: ReturnType<typeof failureLog>, count: number) => {
    for (let row = 1; row <= count; row += 1) log.add(bad(row), `rows:${row}`);
  };

  it('throws the failure itself where nothing may be left out, and says how to', () => {
    const log = failureLog({ type: 'count', most: 0 }, report);

    expect(() => log.add(bad(1), 'rows:1')).toThrow(
      expect.objectContaining({
        code: 'ROW_INVALID',
        message: 'row 1 has no text',
        hint: 'correct it, or leave out up to ten like it:  rag index --max-failures 10',
        details: { row: 1 },
      }),
    );
    expect(log.count).toBe(0);
  });

  it('keeps where each failure was, and tells of the first five', () => {
    const log = failureLog({ type: 'count', most: 10 }, report);

    fill(log, 7);

    expect(log.count).toBe(7);
    expect(log.failures[6]).toEqual({ origin: 'rows:7', code: 'ROW_INVALID', message: 'row 7 has no text' });
    expect(events.map((event) => event.type === 'notice' && `${event.code} ${event.message}`)).toEqual(
      [1, 2, 3, 4, 5].map((row) => `ROW_SKIPPED row ${row} has no text: left out`),
    );
  });

  it('throws at one too many, with all of them in its details', () => {
    const log = failureLog({ type: 'count', most: 2 }, report);
    fill(log, 2);

    expect(() => log.add(bad(3), 'rows:3')).toThrow(
      expect.objectContaining({
        code: 'TOO_MANY_FAILURES',
        message: 'more than 2 rows could not be indexed, the last: row 3 has no text',
        details: expect.objectContaining({ failed: 3 }),
      }),
    );
  });

  it('keeps a hundred, and counts on', () => {
    const log = failureLog({ type: 'share', most: 1 }, report);

    fill(log, 150);

    expect([log.count, log.failures.length]).toEqual([150, 100]);
  });

  it.each([
    [0.05, 40, 2, null],
    [0.05, 39, 2, '2 of 39 rows could not be indexed, the last: row 2 has no text'],
    [0.05, 0, 0, null],
  ])('judges a share of %d among %i rows with %i failures in the end', (most, rows, count, message) => {
    const log = failureLog({ type: 'share', most }, report);
    fill(log, count);

    if (message === null) expect(() => log.checkShare(rows)).not.toThrow();
    else expect(() => log.checkShare(rows)).toThrow(expect.objectContaining({ code: 'TOO_MANY_FAILURES', message }));
  });

  it('does not judge a count by a share', () => {
    const log = failureLog({ type: 'count', most: 2 }, report);
    fill(log, 2);

    expect(() => log.checkShare(2)).not.toThrow();
  });
});
