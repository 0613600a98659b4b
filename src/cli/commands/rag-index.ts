import type { Command } from 'commander';
import { type IndexReport, indexCorpus } from '../../pipelines/index-corpus.ts';
import type { CommandContext, Invocation } from '../command.ts';
import { COLLECTION, EMBEDDING_MODEL, EMBEDDING_URL, STORE_URL } from '../common-flags.ts';
import { addSettingFlags, type SettingFlag } from '../setting-flags.ts';
import { withWiring } from '../with-wiring.ts';

const FLAGS: readonly SettingFlag[] = [
  { flag: '--limit <n>', key: 'corpus.limit', description: 'rows of the corpus to read' },
  COLLECTION,
  STORE_URL,
  EMBEDDING_MODEL,
  EMBEDDING_URL,
];

export function configure(command: Command): void {
  addSettingFlags(command, FLAGS);
  command.option('--recreate', 'remove the collection first');
}

/** Fills the store: `pipelines/index-corpus.ts`. */
export async function run(invocation: Invocation, context: CommandContext): Promise<void> {
  await withWiring({ invocation, context, flags: FLAGS }, async (wiring) => {
    const report = await indexCorpus({
      corpus: await wiring.corpus(),
      source: wiring.source,
      chunker: await wiring.chunker(),
      embedder: await wiring.embedder(),
      store: await wiring.store(),
      batchSize: wiring.config.own.embedding.batchSize,
      upsertSize: wiring.config.own.store.upsertSize,
      recreate: invocation.options.recreate === true,
      report: context.report,
      signal: context.signal,
      clock: context.clock,
    });
    context.emit({ data: report, text: describe(report) });
  });
}

function describe(report: IndexReport): string {
  const share = Math.round(report.waitingForEmbeddings * 100);
  return [
    `collection "${report.collection}": ${report.stored} points`,
    `${report.documents} documents, ${report.chunks} chunks, ${report.upserted} vectors of ${report.dimensions} numbers`,
    `${report.seconds.toFixed(1)} s, ${share} % of it waiting for the embedding model`,
    `${report.chunks} chunks indexed`,
  ].join('\n');
}
