import { AUXILIARY } from './focus.ts';
import { isFunctionWord } from './function-words.ts';
import type { Passage } from './passage.ts';
import type { Question } from './question.ts';
import { WORDS } from './weights.ts';
import { lowerAt } from './words.ts';

/** What each content word of a question is worth, by stem; the values add up to 1. */
export type WordWeights = ReadonlyMap<string, number>;

/** Words weigh more the fewer passages have them and the closer they are to the focus: those say what is asked. */
export function weighWords(question: Question, passages: readonly Passage[]): WordWeights {
  const weights = new Map<string, number>();
  const counts = passagesByStem(passages);
  const predicate = predicateOf(question);
  for (const [at, { lower, stem, kind }] of question.tokens.entries()) {
    if (kind === 'mark' || isFunctionWord(lower)) continue;
    const rarity = 1 / Math.sqrt(1 + (counts.get(stem) ?? 0));
    const weight = rarity * (1 + (at === predicate ? WORDS.predicate : besideFocus(question, at)));
    weights.set(stem, Math.max(weights.get(stem) ?? 0, weight));
  }
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  return new Map([...weights].map(([stem, weight]) => [stem, weight / total]));
}

function passagesByStem(passages: readonly Passage[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { tokens } of passages) {
    for (const stem of new Set(tokens.map((token) => token.stem))) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  }
  return counts;
}

/**
 * The last word of `where is the company … headquartered`, which says more than what stands between; null in other
 * questions.
 */
function predicateOf({ tokens, focus }: Question): number | null {
  if (!AUXILIARY.test(lowerAt(tokens, focus.to))) return null;
  const at = tokens.findLastIndex(({ kind, lower }) => kind === 'word' && !isFunctionWord(lower));
  return at > focus.to + 1 ? at : null;
}

function besideFocus({ focus }: Question, at: number): number {
  if (at >= focus.from && at < focus.to) return 0;
  const distance = at < focus.from ? focus.from - at : at - focus.to + 1;
  return WORDS.nearFocus * Math.exp(-distance / WORDS.focusReach);
}
