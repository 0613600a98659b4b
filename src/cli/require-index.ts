import { fetchesPassages, type Program } from '../core/program.ts';
import type { CollectionDescription } from '../core/vector-store.ts';
import { checkIndex } from '../pipelines/check-index.ts';
import type { WantedContent } from '../pipelines/index-differences.ts';
import { requestedRevision } from '../pipelines/indexing/wanted-identity.ts';
import type { CommandContext } from './command.ts';
import { queryInstruction } from './query-instruction.ts';
import type { Wiring } from './wire.ts';

export interface IndexDemand {
  /** Whether an index that is still being built will do: for a look at it, not for a score. */
  readonly acceptsIncomplete: boolean;
}

/**
 * Makes sure, before any question is asked, that a program which fetches passages has an index to fetch them from; null when it
 * fetches none, or its retriever searches elsewhere.
 *
 * @throws RagError as `checkIndex`
 */
export async function requireIndex(
  { program, ...demand }: IndexDemand & { readonly program: Program },
  wiring: Wiring,
  context: CommandContext,
): Promise<CollectionDescription | null> {
  return fetchesPassages(program) ? requireSearchable(demand, wiring, context) : null;
}

/** The same, whoever searches; null when the retriever searches elsewhere. */
export async function requireSearchable(
  { acceptsIncomplete }: IndexDemand,
  wiring: Wiring,
  { report, signal }: CommandContext,
): Promise<CollectionDescription | null> {
  const { store, embedder } = await wiring.retrieval();
  if (store === null) return null;
  const { textField = 'text' } = wiring.config.parts.retriever.options;
  const wanted = await wantedContent(wiring);
  return checkIndex({ store, embedder, wanted, textField: String(textField), acceptsIncomplete, report, signal });
}

async function wantedContent(wiring: Wiring): Promise<WantedContent> {
  const [corpus, chunker] = await Promise.all([wiring.corpus(), wiring.chunker()]);
  return {
    corpus: corpus.name,
    requestedRevision: requestedRevision(corpus),
    chunker: chunker.name,
    chunkerOptions: chunker.options,
    queryInstruction: queryInstruction(wiring),
    isChosen: { corpus: isChosen('corpus', wiring), chunker: isChosen('chunker', wiring) },
  };
}

/** True when a file, a variable or a flag says something of the section: what was indexed by flags alone may be asked without. */
function isChosen(section: string, { config }: Wiring): boolean {
  return [...config.settings].some(([key, { origin }]) => key.startsWith(`${section}.`) && origin.type !== 'default');
}
