import type { IndexReport } from '../../pipelines/index-corpus.ts';
import { counted } from '../../text/counted.ts';
import { printable } from '../../text/printable.ts';

/** What people read after `rag index`; the last line is the number of chunks, for scripts, in the same words whatever it is. */
export function indexText(report: IndexReport): string {
  const { documents, chunks, upserted, dimensions } = report;
  const share = Math.round(report.waitingForEmbeddings * 100);
  return [
    `collection "${report.collection}": ${counted(report.stored, 'point')}`,
    `${counted(documents, 'document')}, ${counted(chunks, 'chunk')}, ${counted(upserted, 'vector')} of ${counted(dimensions, 'number')}`,
    ...shardLine(report),
    ...changes(report),
    ...report.failures.slice(0, MOST_FAILURES).map(({ code, message }) => `left out: ${code}  ${printable(message)}`),
    `${report.seconds.toFixed(1)} s, ${share} % of it waiting for the embedding model`,
    `${chunks} chunks indexed`,
  ].join('\n');
}

const MOST_FAILURES = 10;

function shardLine({ shard }: IndexReport): string[] {
  if (shard === null) return [];
  const { index, count, waitingFor } = shard;
  const left = waitingFor.length;
  if (left === 0) return [`shard ${index} of ${count}; the index is complete`];
  const named = waitingFor.slice(0, MOST_SHARDS).join(', ');
  return [`shard ${index} of ${count}; not complete yet: ${named}${left > MOST_SHARDS ? ', …' : ''}`];
}

const MOST_SHARDS = 20;

function changes(report: IndexReport): string[] {
  const facts = [
    [report.unchanged, 'stored before'],
    [report.cached, 'from the cache of embeddings'],
    [report.removed, 'stale removed'],
    [report.repeated, 'repeated'],
    [report.empty, 'without text'],
    [report.failed, 'left out'],
  ] as const;
  const told = facts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return told.length === 0 ? [] : [told.join(', ')];
}
