import { isFunctionWord } from './function-words.ts';
import { type AnswerKind, kindOfNoun } from './noun-kinds.ts';
import { type PassageText, textOf } from './passage-text.ts';
import { type Name, namesFor } from './topic-names.ts';
import { lowerAt, type Span, type Token } from './words.ts';

/** What a passage is about, as its first sentence says: `Ed Wood (born …) was an American filmmaker and actor`. */
export interface Topic {
  /**
   * The title without a qualifier in brackets, else the name the first sentence opens with; empty when there is
   * neither.
   */
  readonly label: string;
  /** The name the first sentence opens with, as a rule the full one; the label when it opens with none. */
  readonly fullName: string;
  /** What other texts may call it, the label first. */
  readonly names: readonly Name[];
  /** False where the title says little about the text, which then opens with other words. */
  readonly isSubject: boolean;
  /** What sort of thing it is, told from its definition; null when that does not say. */
  readonly kind: AnswerKind | null;
  /** Where the definition stands, up to its first relative clause or preposition. */
  readonly definition: Span;
  /** What the definition calls it: `filmmaker`, `actor`. */
  readonly nouns: readonly string[];
}

const COPULA = /^(is|was|are|were|refers|became)$/;
const MARKS_OF_LIFE = /^born$/;
const LONGEST_NAME = 12;
const LONGEST_OPENING = 40;

export function readTopic(passage: PassageText): Topic {
  const first = passage.sentences[0] ?? { from: 0, to: 0 };
  const copula = copulaOf(passage, first);
  const opening = copula === null ? '' : openingName(passage, { from: first.from, to: copula });
  const bare = passage.title?.replace(/\s*\([^)]*\)\s*$/, '') ?? '';
  const label = bare === '' ? opening : bare;
  const names = namesFor(label, opening);
  const isSubject = opensWith(passage, { from: first.from, to: copula ?? first.to }, names[0] ?? []);
  const definition = copula === null ? { from: 0, to: 0 } : definitionAfter(passage, copula, first.to);
  const nouns = nounsOf(passage.tokens.slice(definition.from, definition.to));
  const before = passage.tokens.slice(first.from, copula ?? first.from);
  const kind = isSubject ? kindOf(nouns, before) : null;
  return { label, fullName: opening === '' ? label : opening, names, isSubject, kind, definition, nouns };
}

/** The first copula outside brackets. */
function copulaOf({ tokens }: PassageText, { from, to }: Span): number | null {
  let depth = 0;
  for (let at = from; at < to; at++) {
    const text = tokens[at]?.text ?? '';
    if (text === '(') depth++;
    if (text === ')') depth = Math.max(0, depth - 1);
    if (depth === 0 && at > from && COPULA.test(lowerAt(tokens, at))) return at;
  }
  return null;
}

/**
 * The words before the first bracket, comma or copula, without article, quotes, `Sir` in front and `OBE` behind; empty
 * when they are too many.
 */
function openingName(passage: PassageText, { from, to }: Span): string {
  const { tokens } = passage;
  let start = from;
  while (/^(["“(]|sir|dame|prof\.|dr\.)$/.test(lowerAt(tokens, start))) start++;
  if (/^(the|a|an)$/.test(lowerAt(tokens, start))) start++;
  let end = start;
  while (end < to && !/^[([{,;:–]$/.test(lowerAt(tokens, end))) end++;
  if (/^["“”]$/.test(lowerAt(tokens, end - 1)) && !hasOpenQuote(tokens, { from: start, to: end - 1 })) end--;
  while (end > start + 2 && /^\p{Lu}{2,}$/u.test(tokens[end - 1]?.text ?? '')) end--;
  return end - start <= LONGEST_NAME ? textOf(passage, { from: start, to: end }) : '';
}

function hasOpenQuote(tokens: readonly Token[], { from, to }: Span): boolean {
  return tokens.slice(from, to).filter(({ text }) => /^["“”]$/.test(text)).length % 2 === 1;
}

function opensWith({ tokens }: PassageText, { from, to }: Span, label: readonly Token[]): boolean {
  const opening = new Set(tokens.slice(from, Math.min(to, from + LONGEST_OPENING)).map(({ lower }) => lower));
  return label.some(({ kind, lower }) => kind !== 'mark' && opening.has(lower));
}

const CLAUSE =
  /^(who|which|that|whose|where|when|since|because|known|born|located|situated|directed|written|produced|starring|based|founded|formed|established|released|created|developed|published|set|played|led|held|built|made|used|using|consisting|performed|recorded|composed|hosted|commonly|currently|originally|featuring)$/;
const PREPOSITION = /^(of|in|by|from|for|at|on|to|with|between|around|about|under|over|near)$/;
/** `one of the towns`, `a genus of plants`: what follows the preposition still says what it is. */
const CONTAINER =
  /^(one|type|kind|genus|species|name|series|group|part|member|form|collection|set|variety|family|sort|class|pair|town|city|some)$/;

function definitionAfter({ tokens }: PassageText, copula: number, end: number): Span {
  let to = copula + 1;
  while (
    to < end &&
    !/^[;.]$/.test(lowerAt(tokens, to)) &&
    !CLAUSE.test(lowerAt(tokens, to)) &&
    !isParticiple(tokens, to)
  ) {
    if (PREPOSITION.test(lowerAt(tokens, to)) && !CONTAINER.test(lowerAt(tokens, to - 1))) break;
    to++;
  }
  return { from: copula + 1, to };
}

/** `a magazine devoted to …`. */
function isParticiple(tokens: readonly Token[], at: number): boolean {
  return /(ed|written)$/.test(lowerAt(tokens, at)) && isFunctionWord(lowerAt(tokens, at + 1));
}

/** The last word of each item a definition lists: `American actor, singer and film director`. */
function nounsOf(definition: readonly Token[]): readonly string[] {
  return definition.flatMap(({ lower, isCapital, kind }, index) => {
    const next = definition[index + 1];
    const isLast = next === undefined || /^[,(]$/.test(next.text) || isFunctionWord(next.lower);
    return isLast && kind === 'word' && !isCapital && !isFunctionWord(lower) ? [lower] : [];
  });
}

function kindOf(nouns: readonly string[], before: readonly Token[]): AnswerKind | null {
  const kinds = nouns.map(kindOfNoun);
  if (kinds.includes('person') || before.some(({ lower }) => MARKS_OF_LIFE.test(lower))) return 'person';
  return kinds.find((kind) => kind !== null) ?? null;
}
