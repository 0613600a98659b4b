import type { Mention } from './mention.ts';
import { stemOf } from './stems.ts';
import { lowerAt, tokenize } from './words.ts';

/**
 * Whether the noun asked for stands in or beside a mention: `the magazine X`, `its county seat is X`, `X magazine`,
 * `Lake X`.
 */
export function nounNearby(head: string | null, { passage, from, to, text }: Mention): boolean {
  if (head === null) return false;
  const stem = stemOf(head);
  if (tokenize(text).some((token) => token.stem === stem)) return true;
  for (let at = from - 1; at >= Math.max(0, from - 4); at--) {
    if (passage.tokens[at]?.stem === stem) return true;
    if (!/^(["“,:]|is|was|are|were|of|the|named|called)$/.test(lowerAt(passage.tokens, at))) break;
  }
  return passage.tokens[to]?.stem === stem;
}
