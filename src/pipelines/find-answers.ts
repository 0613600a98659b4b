import { createHash } from 'node:crypto';
import type { CollectionUpkeep } from '../core/collection-upkeep.ts';
import type { Report } from '../core/events.ts';
import type { Example } from '../core/example.ts';
import { isVerdict } from '../text/answer-form.ts';
import { runFinder } from '../text/run-finder.ts';
import { textAnswers } from './text-answers.ts';

export interface AnswerSearch {
  readonly store: Pick<CollectionUpkeep, 'list'>;
  /** Where a payload holds the passage. */
  readonly textField: string;
  readonly examples: readonly Example[];
  /** Points to look at; what is not found among them is not known to be missing. */
  readonly mostPoints: number;
  readonly report: Report;
  readonly signal: AbortSignal;
}

export interface FoundAnswers {
  /** Whether a point holds an accepted answer of the example; null when text cannot tell, or not every point was looked at. */
  readonly inCorpus: (example: Example) => boolean | null;
  /** SHA-256 in hex over the ids of all points; null when not every point was looked at. */
  readonly digest: string | null;
}

/** For a program without a collection. */
export const NOTHING_SEARCHED: FoundAnswers = { inCorpus: () => null, digest: null };

/**
 * Looks for the answers of all examples in one pass over the collection, token by token. Holds one page of it at a time; about 20 ms
 * for a thousand chunks of a thousand characters.
 *
 * @throws RagError COLLECTION_NOT_FOUND, INTERRUPTED, and whatever the store throws
 */
export async function findAnswers(search: AnswerSearch): Promise<FoundAnswers> {
  const { store, textField, examples, mostPoints, report, signal } = search;
  if (mostPoints === 0) return NOTHING_SEARCHED;
  const answersOf = ({ fields }: Example) => textAnswers(fields).filter((answer) => !isVerdict(answer));
  const finder = runFinder(examples.flatMap(answersOf));
  const found = new Set<string>();
  const hash = createHash('sha256');
  let seen = 0;
  let isWhole = true;
  report({ type: 'stage-start', stage: 'look for the answers', total: null });
  for await (const page of store.list([textField], signal)) {
    isWhole = seen + page.length <= mostPoints;
    if (!isWhole) break;
    for (const { id, payload } of page) {
      hash.update(`${id}\n`);
      const text = payload[textField];
      if (typeof text === 'string') for (const answer of finder.search(text)) found.add(answer);
    }
    seen += page.length;
    report({ type: 'stage-advance', stage: 'look for the answers', by: page.length });
    await nextTurn();
  }
  report({ type: 'stage-end', stage: 'look for the answers' });
  return {
    inCorpus: (example) => {
      const answers = answersOf(example);
      if (answers.length === 0) return null;
      return answers.some((answer) => found.has(answer)) || (isWhole ? false : null);
    },
    digest: isWhole ? hash.digest('hex') : null,
  };
}

/** A store in this process reads without a pause; signals are only noticed between its pages. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
