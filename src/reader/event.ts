import { datesIn } from './dates.ts';
import type { Mention } from './mention.ts';
import type { Passage } from './passage.ts';
import type { Question } from './question.ts';
import type { Span } from './words.ts';

const EVENT =
  /^(birth|death|releas|found|form|publish|open|establish|creat|start|begin|build|fight|decid|launch|win|los|end|marr|elect|adopt|disband|host|introduc|premier|retir|complet|air|hold|sign|kill)$/;
const REACH = 8;

/**
 * The stem of what happened when: the verb beside the focus that ends a question, else the one that ends the question.
 */
export function eventAsked({ tokens, focus }: Question): string | null {
  const end = focus.to >= tokens.length - 2 ? focus.from : tokens.length;
  return tokens.slice(0, end).findLast(({ stem }) => EVENT.test(stem))?.stem ?? null;
}

/** Whether a mention stands beside the word for an event, or where a life in brackets has its birth or death. */
export function isBeside({ passage, from, to }: Mention, event: string): boolean {
  const before = passage.tokens.slice(Math.max(0, from - REACH), from);
  const behind = passage.tokens.slice(to, to + REACH / 2);
  if ([...before, ...behind].some(({ stem }) => stem === event)) return true;
  const life = lifeOf(passage);
  if (life === null) return false;
  if (event === 'birth') return from >= life.from && from < life.from + 3;
  return event === 'death' && to <= life.to && to > life.to - 3;
}

/** The range of dates behind the first bracket: `(October 10, 1924 – December 10, 1978)`. */
export function lifeOf({ tokens, sentences }: Passage): Span | null {
  const bracket = tokens.findIndex(({ text }) => text === '(');
  const first = sentences[0] ?? { from: 0, to: 0 };
  if (bracket < 0) return null;
  return datesIn(tokens, first).find(({ kind, from }) => kind === 'range' && from > bracket) ?? null;
}
