import type { Example } from '../core/example.ts';
import { lastingMetadata } from '../core/index-manifest.ts';
import type { ReportIndex } from '../core/report.ts';
import type { CollectionDescription } from '../core/vector-store.ts';
import { type FoundAnswers, findAnswers, NOTHING_SEARCHED } from '../pipelines/find-answers.ts';
import type { CommandContext } from './command.ts';
import type { Wiring } from './wire.ts';

export interface IndexSearch {
  /** Null when there is no collection. */
  readonly description: CollectionDescription | null;
  readonly examples: readonly Example[];
}

export interface SearchedIndex extends Pick<FoundAnswers, 'inCorpus'> {
  readonly index: ReportIndex | null;
}

/** What the collection is, and which answers it holds. */
export async function searchIndex(
  { description, examples }: IndexSearch,
  wiring: Wiring,
  { report, signal }: CommandContext,
): Promise<SearchedIndex> {
  if (description === null) return { index: null, inCorpus: NOTHING_SEARCHED.inCorpus };
  const store = await wiring.store();
  const { answerSearch: mostPoints } = wiring.config.plain.evaluation;
  const { textField = 'text' } = wiring.config.parts.retriever.options;
  const search = { store, textField: String(textField), examples, mostPoints, report, signal };
  const { inCorpus, digest } = await findAnswers(search);
  const { count: points, metadata } = description;
  return { index: { collection: store.collection, points, metadata: lastingMetadata(metadata), digest }, inCorpus };
}
