import { appendFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ProgressEvent } from '../../src/core/events.ts';
import { journalPath, latestFacts, type RowJournalOptions, rowJournal } from '../../src/files/row-journal.ts';
import { reportRow } from '../fakes/evaluation-report.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder();
const row = (index: number, changes = {}) => reportRow({ id: `q${index}`, index, ...changes });
const failed = { outcome: 'timeout', error: { code: 'MODEL_TIMEOUT', message: 'late' } } as const;

function options(changes: Partial<RowJournalOptions> = {}): RowJournalOptions {
  return {
    folder: join(folder.path, 'journals'),
    key: 'abc',
    facts: { model: 'm' },
    startedAt: '2026-01-02T03:04:05.000Z',
    mode: 'fresh',
    report: () => {},
    clock: () => 0,
    ...changes,
  };
}

/** What a run leaves that is killed after these rows. */
async function left(rows: readonly [string, ReturnType<typeof reportRow>][], changes: Partial<RowJournalOptions> = {}) {
  const journal = await rowJournal(options(changes));
  for (const [variant, one] of rows) await journal.append(variant, one);
  await journal.close();
}

describe('rowJournal', () => {
  it('gives back the rows of each variant, as they were', async () => {
    await left([
      ['a', row(0)],
      ['b', row(0)],
      ['a', row(1)],
    ]);

    const journal = await rowJournal(options({ mode: 'resume', startedAt: 'later' }));

    expect(journal.finished('a')).toEqual([row(0), row(1)]);
    expect(journal.finished('b')).toEqual([row(0)]);
    expect(journal).toMatchObject({ isKept: true, startedAt: '2026-01-02T03:04:05.000Z' });
    await journal.close();
  });

  it('goes on counting time where the earlier run stopped', async () => {
    let now = 1000;
    const clock = () => now;
    const first = await rowJournal(options({ clock }));
    now = 1700;
    await first.append('a', row(0));
    await first.close();

    now = 50_000;
    const second = await rowJournal(options({ mode: 'resume', clock }));
    now = 50_200;

    expect(second.elapsedMs()).toBe(900);
    await second.close();
  });

  it('drops failed rows where they are to be asked again, and takes the latest of a row', async () => {
    await left([
      ['a', row(0, failed)],
      ['a', row(1)],
      ['a', row(2, failed)],
      ['a', row(0)],
    ]);

    const journal = await rowJournal(options({ mode: 'retry' }));

    expect(journal.finished('a').map(({ index }) => index)).toEqual([0, 1]);
    await journal.close();
  });

  it('drops what was torn, says so, and appends behind the last whole row', async () => {
    await left([
      ['a', row(0)],
      ['a', row(1)],
    ]);
    appendFileSync(journalPath(options()), '{"sha256": "torn');
    const events: ProgressEvent[] = [];

    const journal = await rowJournal(options({ mode: 'resume', report: (event) => events.push(event) }));
    await journal.append('a', row(2));
    await journal.close();

    expect(events).toMatchObject([
      { code: 'JOURNAL_DAMAGED', message: expect.stringContaining('1 damaged line is left out') },
    ]);
    const again = await rowJournal(options({ mode: 'resume' }));
    expect(again.finished('a').map(({ index }) => index)).toEqual([0, 1, 2]);
    await again.close();
  });

  it('sets an earlier journal aside when everything is asked anew', async () => {
    await left([['a', row(0)]]);
    await left([]);

    expect(readdirSync(options().folder).sort()).toEqual(['eval-abc.jsonl', 'eval-abc.previous.jsonl']);
  });

  it('has nothing to go on with where nothing was left, or by another version', async () => {
    const missing = {
      code: 'JOURNAL_NOT_FOUND',
      message: 'there is no evaluation of these programs, questions and settings to go on with',
    };
    await expect(rowJournal(options({ mode: 'resume' }))).rejects.toMatchObject(missing);

    await left([['a', row(0)]], { key: 'abc' });
    writeFileSync(journalPath(options()), 'something else\n');
    await expect(rowJournal(options({ mode: 'retry' }))).rejects.toMatchObject(missing);
  });
});

describe('latestFacts', () => {
  it('tells what the last evaluation was made of', async () => {
    expect(await latestFacts(options().folder)).toBeNull();

    await left([], { facts: { model: 'm', temperature: 0.5 } });

    expect(await latestFacts(options().folder)).toEqual({ model: 'm', temperature: 0.5 });
  });
});
