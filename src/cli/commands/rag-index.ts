import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { STANDARD_INPUT } from '../../sources/standard-input.ts';
import type { CommandContext, Invocation } from '../command.ts';
import { COLLECTION, EMBEDDING_MODEL, EMBEDDING_URL, STORE_URL } from '../common-flags.ts';
import type { Layer, Setting } from '../config/layers.ts';
import { problemOf, statusOfIndex } from '../describe-index.ts';
import { fillIndex } from '../fill-index.ts';
import { indexPreviewText } from '../output/index-preview-text.ts';
import { indexStatusText } from '../output/index-status-text.ts';
import { indexText } from '../output/index-text.ts';
import { previewOfIndex } from '../preview-index.ts';
import { addSettingFlags, type SettingFlag } from '../setting-flags.ts';
import { withWiring } from '../with-wiring.ts';

const FLAGS: readonly SettingFlag[] = [
  { flag: '--format <name>', key: 'corpus.format', description: 'what all the files are: jsonl, csv, txt, …' },
  { flag: '--limit <n>', key: 'corpus.limit', description: 'rows of the corpus to read' },
  { flag: '--cleanup <what>', key: 'indexing.cleanup', description: 'stale chunks to remove: none, incremental, full' },
  { flag: '--max-failures <n>', key: 'indexing.maxFailures', description: 'rows that may be left out, or a share: 5%' },
  {
    flag: '--concurrency <n>',
    key: 'embedding.concurrency',
    description: 'requests under way at each embedding server; found out when left out',
  },
  COLLECTION,
  STORE_URL,
  EMBEDDING_MODEL,
  EMBEDDING_URL,
];

export function configure(command: Command): void {
  command.argument(
    '[path...]',
    'files, folders or patterns to index instead of the configured corpus; - is standard input',
  );
  addSettingFlags(command, FLAGS);
  command.option('--recreate', 'build the collection anew beside the one in use, then switch over');
  command.option('--shard <i/n>', 'only the i-th of n parts of the corpus; n machines fill one collection');
  command.option('--dry-run', 'read and cut the corpus, and say what a run would do; nothing is embedded or stored');
  command.addOption(
    new Option(
      '--status',
      'say how the collection is, how far a run has come, and what the next one would do',
    ).conflicts(['dryRun', 'recreate']),
  );
  command.option('--force', 'take over the lock of another run');
}

/** Fills the store and keeps it in step with the corpus (`pipelines/index-corpus.ts`), or says how it is or would be. */
export async function run(invocation: Invocation, context: CommandContext): Promise<void> {
  const settings = corpusOf(invocation.arguments, context.cwd);
  await withWiring({ invocation, context, flags: FLAGS, settings }, async (wiring) => {
    if (invocation.options.status === true) {
      const described = await statusOfIndex(wiring, context);
      const text = indexStatusText(described.status, new Date());
      context.emit({ data: described.status, text, error: problemOf(described) });
      return;
    }
    if (invocation.options.dryRun === true) {
      const preview = await previewOfIndex(wiring, invocation, context);
      context.emit({ data: preview, text: indexPreviewText(preview) });
      return;
    }
    const report = await fillIndex(wiring, invocation, context);
    context.emit({ data: report, text: indexText(report) });
  });
}

/** The settings that paths on the command line stand for. */
function corpusOf(paths: readonly string[], cwd: string): Layer {
  if (paths.length === 0) return new Map();
  const origin = { type: 'flag', flag: 'path' } as const;
  const value = paths.map((path) => (path === STANDARD_INPUT ? path : resolve(cwd, path)));
  return new Map<string, Setting>([
    ['corpus.use', { value: 'files', origin }],
    ['corpus.paths', { value, origin }],
  ]);
}
