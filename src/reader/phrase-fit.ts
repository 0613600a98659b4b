import type { Mention } from './mention.ts';
import { kindOfNoun } from './noun-kinds.ts';
import type { Passage } from './passage.ts';
import type { Question } from './question.ts';
import { stemOf } from './stems.ts';
import { FIT } from './weights.ts';
import { lowerAt } from './words.ts';

const TRADE = /^(profession|occupation|job|career|trade)s?$/;
const POST = /^(position|role|title|rank|post|office|status|capacity)s?$/;
const ALIAS = /^(nickname|name|alias|pseudonym|term|word|moniker)s?$/;
const SORT = /^(type|kind|sort|style|genre|class|form|category)s?$/;

/** `known by what name`, `formerly known as what`. */
export function asksForAlias({ head, tokens, focus }: Question): boolean {
  if (head !== null) return /^(name|alias|pseudonym|nickname)$/.test(head);
  const before = lowerAt(tokens, focus.from - 1);
  return NAMING.test(before === 'as' ? lowerAt(tokens, focus.from - 2) : before);
}

/**
 * How well a mention suits a question for words rather than for a name: a trade, a post, a nickname, a sort of
 * something.
 */
export function phraseFit(question: Question, mention: Mention, self: Passage | null): number {
  const head = question.head ?? '';
  if (TRADE.test(head)) return tradeFit(mention);
  if (POST.test(head)) return postFit(mention);
  if (ALIAS.test(head) || question.kind === 'thing')
    return head === 'nickname' && self !== null ? FIT.unlikely : aliasFit(mention);
  if (SORT.test(head)) return self !== null && mention.shape !== 'phrase' ? FIT.unlikely : sortFit(question, mention);
  if (self !== null) return definedFit(head, self);
  return mention.shape === 'phrase' ? FIT.fair : FIT.slight;
}

function definedFit(head: string, { tokens, topic }: Passage): number {
  const definition = tokens.slice(topic.definition.from, topic.definition.to);
  if (definition.some(({ stem }) => stem === stemOf(head))) return FIT.sure;
  return topic.kind === null ? FIT.slight : FIT.unlikely;
}

/** A word for people of a trade, better without a demonym. */
function tradeFit({ shape, text }: Mention): number {
  if (shape !== 'phrase') return FIT.unlikely;
  const last = text.split(/[\s-]/).at(-1) ?? '';
  if (kindOfNoun(last.toLowerCase()) !== 'person') return FIT.doubtful;
  return /^\p{Lu}/u.test(text) ? FIT.fair : FIT.sure;
}

/** `plays as a striker`, `served as Chief of Protocol`, `is the defensive coordinator`. */
function postFit({ passage, shape, from, to }: Mention): number {
  const { tokens } = passage;
  if (shape === 'topic') return FIT.unlikely;
  let at = from - 1;
  while (/^(a|an|the|\d+(st|nd|rd|th)|first|second|third|current|former)$/.test(lowerAt(tokens, at))) at--;
  const before = lowerAt(tokens, at);
  const isTitled = [to - 1, from].some((place) => kindOfNoun(lowerAt(tokens, place)) === 'person');
  if (/^(as|became|appointed|elected|named|position|role|post|rank)$/.test(before)) return FIT.sure;
  if (/^(is|was|of)$/.test(before)) return isTitled ? FIT.likely : FIT.slight;
  return isTitled ? FIT.slight : shape === 'phrase' ? FIT.none : FIT.doubtful;
}

const NAMING = /^(nicknamed|known|called|dubbed|named|nickname|alias|termed|styled|pseudonym|aka)$/;

/** `nicknamed "The Ant"`, `known as the Spring city`. */
function aliasFit({ passage, shape, from }: Mention): number {
  let at = from - 1;
  while (/^(a|an|the|as|simply|by|"|“)$/.test(lowerAt(passage.tokens, at))) at--;
  if (NAMING.test(lowerAt(passage.tokens, at))) return FIT.sure;
  return shape === 'quoted' ? FIT.slight : shape === 'phrase' ? FIT.doubtful : FIT.none;
}

/** What describes or ends in the noun behind `type of`, or stands in the definition of a topic. */
function sortFit({ tokens, focus }: Question, { passage, shape, sentence, from, to }: Mention): number {
  if (shape === 'topic') return FIT.none;
  const subject = lowerAt(tokens, focus.to) === 'of' ? tokens[focus.to + 1]?.stem : undefined;
  const isSort = [to - 1, to].some((at) => passage.tokens[at]?.stem === subject);
  if (subject !== undefined && isSort) return FIT.sure;
  const { definition } = passage.topic;
  const defines = sentence === 0 && from >= definition.from && to <= definition.to;
  if (shape === 'phrase') return defines ? FIT.likely : FIT.slight;
  return defines ? FIT.slight : FIT.none;
}
