import { PythonFloat } from '../python/float.ts';
import { rstrip } from '../python/strings.ts';
import type { PythonValue } from '../python/value.ts';
import { type Surroundings, startsMember } from './repair-quotes.ts';
import { peek, type RepairReader, take } from './repair-reader.ts';

/** A number, constant or unquoted text that starts here; undefined when there is none. */
export function repairScalar(reader: RepairReader, surroundings: Surroundings): PythonValue | undefined {
  const start = reader.position;
  const number = takeNumber(reader, surroundings);
  if (number !== null) return number;
  reader.position = start;
  const constant = CONSTANTS.get(take(reader, CONSTANT).toLowerCase());
  if (constant !== undefined) return constant;
  const words = takeWords(reader, surroundings);
  return words === '' ? undefined : scalarOf(words);
}

/** In an object a comma ends the words only if another member, or nothing, follows it. */
function takeWords(reader: RepairReader, surroundings: Surroundings): string {
  const pattern = WORDS[reader.arrays > 0 && surroundings === 'object' ? 'array' : surroundings];
  let words = take(reader, pattern);
  while (surroundings === 'object' && peek(reader) === ',' && !startsMember(reader, reader.position + 1)) {
    words += take(reader, /,[,\s]*/y) + take(reader, pattern);
  }
  return rstrip(words);
}

/** A constant counts whatever follows it: `None of these` is None. */
const CONSTANT = /(?:true|false|null|none)(?=[\s,}\])"]|$)/iy;

/** In an object `1,000` is one thing, in a list two. */
const NUMBER: Readonly<Record<Surroundings, RegExp>> = {
  object: /(?=-?\.?[0-9])[0-9.eE+\-/_,]+/y,
  array: /(?=-?\.?[0-9])[0-9.eE+\-/_]+/y,
  tuple: /(?=-?\.?[0-9])[0-9.eE+\-/_]+/y,
};

const WORDS: Readonly<Record<Surroundings, RegExp>> = {
  object: /[^,}"“]+/y,
  array: /[^,}\]"“]+/y,
  tuple: /[^,}\])"“]+/y,
};

/** Digits and the signs of dates, times and fractions; null when a letter follows and makes a word of it. */
function takeNumber(reader: RepairReader, surroundings: Surroundings): PythonValue | null {
  const taken = take(reader, NUMBER[surroundings]);
  if (taken.endsWith(',')) reader.position -= 1;
  const digits = UNFINISHED.has(taken.slice(-1)) ? taken.slice(0, -1) : taken;
  if (digits === '' || /\p{L}/u.test(reader.text.charAt(reader.position))) return null;
  return numberOf(digits.replaceAll('_', '')) ?? digits;
}

const UNFINISHED: ReadonlySet<string> = new Set('-+eE/,');

function numberOf(digits: string): number | bigint | PythonFloat | null {
  if (/^-?[0-9]+$/.test(digits)) {
    const value = Number(digits);
    return Number.isSafeInteger(value) ? value : BigInt(digits);
  }
  if (!/^-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/.test(digits)) return null;
  const value = Number(digits);
  return Number.isInteger(value) ? new PythonFloat(value) : value;
}

/** The number or constant these words are, in JSON's spelling or Python's, or the words. */
export function scalarOf(words: string): PythonValue {
  const constant = NOT_FINITE.get(words) ?? CONSTANTS.get(words.toLowerCase());
  return constant === undefined ? (numberOf(words) ?? words) : constant;
}

const NOT_FINITE: ReadonlyMap<string, number> = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);

/** In any mixture of upper and lower case. */
const CONSTANTS: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
  ['none', null],
]);
