import type { Command } from 'commander';
import { RagError } from '../../core/errors.ts';
import type { Passage } from '../../core/retriever.ts';
import { printable } from '../../text/printable.ts';
import type { CommandContext, Invocation } from '../command.ts';
import { COLLECTION, EMBEDDING_MODEL, EMBEDDING_URL, RETRIEVER, STORE_URL } from '../common-flags.ts';
import { requireSearchable } from '../require-index.ts';
import { addSettingFlags, type SettingFlag } from '../setting-flags.ts';
import type { Wiring } from '../wire.ts';
import { withWiring } from '../with-wiring.ts';

const FLAGS: readonly SettingFlag[] = [
  RETRIEVER,
  {
    flag: '--filter <fields>',
    key: 'retriever.filter',
    description: 'only passages whose metadata fit: "{year: 1990}"',
  },
  { flag: '--score-threshold <score>', key: 'retriever.scoreThreshold', description: 'no passages with a lower score' },
  COLLECTION,
  STORE_URL,
  EMBEDDING_MODEL,
  EMBEDDING_URL,
];

export function configure(command: Command): void {
  command.argument('[query...]', 'what to look for; without one, each line of standard input is a query');
  command.option('-k, --k <n>', 'passages to show (as many as the program fetches)');
  addSettingFlags(command, FLAGS);
}

/** Shows what the configured retriever finds, with scores and sources. One result per query, as they come. */
export async function run(invocation: Invocation, context: CommandContext): Promise<void> {
  const queries = queriesOf(invocation, context);
  const given = wantedK(invocation.options.k);
  await withWiring({ invocation, context, flags: FLAGS }, async (wiring) => {
    const { retriever, store } = await wiring.retrieval();
    await requireSearchable({ acceptsIncomplete: true }, wiring, context);
    const k = given ?? programK(wiring);
    let asked = 0;
    for await (const line of queries) {
      const query = line.trim();
      if (query === '') continue;
      asked += 1;
      const passages = await retriever.retrieve(query, k, context.signal);
      const hits = passages.map((passage, index) => ({ rank: index + 1, ...passage }));
      const data = { query, retriever: retriever.name, collection: store?.collection ?? null, k, hits };
      context.emit({ data, text: describe(passages, context) });
    }
    if (asked === 0) throw noQuery('standard input holds no query');
  });
}

/** The words of the command line as one query, else each line of standard input. */
function queriesOf(
  { arguments: words }: Invocation,
  { stdin }: CommandContext,
): Iterable<string> | AsyncIterable<string> {
  const given = words.join(' ').trim();
  if (given !== '') return [given];
  const lines = stdin();
  if (lines === null) throw noQuery('there is no query');
  return lines;
}

function noQuery(message: string): RagError {
  return new RagError('USAGE_INVALID', message, { hint: 'rag search "round the island race"' });
}

function wantedK(flag: unknown): number | null {
  if (flag === undefined) return null;
  const k = Number(flag);
  if (Number.isSafeInteger(k) && k >= 1) return k;
  throw new RagError('USAGE_INVALID', `-k takes a whole number from 1, found "${String(flag)}"`, {
    hint: 'rag search -k 10 "round the island race"',
  });
}

/** What the program would fetch, where it says so. */
function programK({ config }: Wiring): number {
  const k = config.settings.get('program.k')?.value;
  return typeof k === 'number' ? k : 3;
}

function describe(passages: readonly Passage[], { terminal }: CommandContext): string {
  if (passages.length === 0) return 'nothing found';
  const style = terminal.printStyle;
  return passages
    .flatMap(({ score, text, metadata }, index) => [
      `${index + 1}  ${score.toFixed(4)}  ${style.dim(printable(sourceOf(metadata)))}`,
      ...printable(text)
        .split('\n')
        .map((line) => `   ${line}`),
    ])
    .join('\n');
}

/** Title, document and place in it, as far as the index knows them; then the other metadata. */
function sourceOf({ title, document_id: document, chunk, ...others }: Passage['metadata']): string {
  const place = document === undefined ? null : `${String(document)}${chunk === undefined ? '' : ` #${String(chunk)}`}`;
  const named = Object.entries(others).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return [title, place, ...named].filter((part) => typeof part === 'string' && part !== '').join('  ');
}
