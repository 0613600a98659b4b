import type { Command } from 'commander';
import type { CommandContext, Invocation } from '../command.ts';
import { COLLECTION, EMBEDDING_MODEL, EMBEDDING_URL, STORE_URL } from '../common-flags.ts';
import { fillIndex } from '../fill-index.ts';
import { indexText } from '../output/index-text.ts';
import { addSettingFlags, type SettingFlag } from '../setting-flags.ts';
import { withWiring } from '../with-wiring.ts';

const FLAGS: readonly SettingFlag[] = [
  { flag: '--limit <n>', key: 'corpus.limit', description: 'rows of the corpus to read' },
  { flag: '--cleanup <what>', key: 'indexing.cleanup', description: 'stale chunks to remove: none, incremental, full' },
  { flag: '--max-failures <n>', key: 'indexing.maxFailures', description: 'rows that may be left out, or a share: 5%' },
  COLLECTION,
  STORE_URL,
  EMBEDDING_MODEL,
  EMBEDDING_URL,
];

export function configure(command: Command): void {
  addSettingFlags(command, FLAGS);
  command.option('--recreate', 'build the collection anew beside the one in use, then switch over');
  command.option('--force', 'take over the lock of another run');
}

/** Fills the store and keeps it in step with the corpus: `pipelines/index-corpus.ts`. */
export async function run(invocation: Invocation, context: CommandContext): Promise<void> {
  await withWiring({ invocation, context, flags: FLAGS }, async (wiring) => {
    const report = await fillIndex(wiring, invocation, context);
    context.emit({ data: report, text: indexText(report) });
  });
}
