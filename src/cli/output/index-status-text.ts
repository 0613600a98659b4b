import type { IndexStatus, RunAtWork } from '../../pipelines/status/index-status.ts';
import type { JournalStatus } from '../../pipelines/status/journal-status.ts';
import { counted } from '../../text/counted.ts';
import { printable } from '../../text/printable.ts';
import { columns } from './columns.ts';
import { durationText } from './quantities.ts';

/** What people read after `rag index --status`. */
export function indexStatusText(status: IndexStatus, now: Date): string {
  const { collection, location, points, atWork, manifest, shards, successor, differences } = status;
  const size = points === null ? '' : `, ${counted(points, 'point')}`;
  const rows = [
    ...Object.entries(manifest ?? {}).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
    ['journal', journalText(status.journal)],
    ...runRows(status, now),
    ...shards.map(({ index, count, counts }) => [
      `shard ${index} of ${count}`,
      counts === null
        ? 'not complete'
        : `complete, ${counted(counts.documents, 'document')}, ${counted(counts.chunks, 'chunk')}`,
    ]),
    ...(successor === null ? [] : [['replacement', `begun, ${counted(successor.points, 'point')}`]]),
    ...differences.map((difference) => ['differs', difference]),
    ...atWork.map((run) => ['at work', atWorkText(run)]),
    ['next', status.next],
  ];
  return printable(
    [`collection "${collection}" in ${location}: ${STATES[status.state]}${size}`, columns(rows)].join('\n'),
  );
}

function atWorkText({ pid, host, since, shard }: RunAtWork): string {
  const part = shard === null ? '' : `, with shard ${shard.index} of ${shard.count}`;
  return `process ${pid} on ${host}, since ${since}${part}`;
}

const STATES: Readonly<Record<IndexStatus['state'], string>> = {
  absent: 'not there',
  foreign: 'made by another tool',
  unknown: 'the store does not answer',
  building: 'not complete yet',
  updating: 'between two states, a run that changes it has not ended',
  complete: 'complete',
};

function journalText(journal: JournalStatus | null): string {
  if (journal === null) return 'none on this machine';
  const age = journal.isCurrent === false ? 'out of date, ' : '';
  return `${age}${counted(journal.chunks, 'chunk')} known to be stored`;
}

/** The last run of this machine, and how far it came if it has not ended. */
function runRows({ journal, manifest, atWork }: IndexStatus, now: Date): string[][] {
  const { run, swept } = journal ?? {};
  if (run === undefined || run === null || swept === undefined) return [];
  if (run.endedAt !== null) {
    const work = `${counted(run.chunks, 'chunk')} in ${durationText(run.seconds)}, ${counted(run.embedded, 'text')} embedded`;
    return [['last run', `${run.startedAt} to ${run.endedAt}: ${work}`]];
  }
  // A corpus that has grown says nothing of how far it is.
  const total = typeof manifest?.chunks === 'number' && manifest.chunks > swept.chunks ? manifest.chunks : null;
  const before = total === null ? '' : ` of about ${total}`;
  const progress = `${counted(swept.documents, 'document')} read, ${counted(swept.chunks, 'chunk')}${before} in place`;
  const seconds = (now.getTime() - Date.parse(run.startedAt)) / 1000;
  const speed = atWork.length === 0 ? 'not ended' : `${durationText(seconds)} so far`;
  return [['last run', `${run.startedAt}, ${speed}: ${progress}`]];
}
