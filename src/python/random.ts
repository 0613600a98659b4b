import { createHash } from 'node:crypto';

import { mersenneTwister } from './mersenne-twister.ts';

/** A stream of random values; each call takes the next ones. Named and behaving as `random.Random` of CPython 3.7 to 3.13. */
export interface PythonRandom {
  /** 0 ≤ value < 1, with 53 random bits. */
  random(): number;
  /** 0 ≤ value < 2^bits. */
  getrandbits(bits: number): bigint;
  /** 0 ≤ value < limit; CPython's `_randbelow`. */
  randbelow(limit: number): number;
  /** Fills `values` with as many calls of `randbelow(limit)`, several times as fast; limit < 2^32. */
  randbelowMany(limit: number, values: Uint32Array): void;
  /** low ≤ value ≤ high. */
  randint(low: number, high: number): number;
  /** 0 ≤ value < start with one argument, start ≤ value < stop with two. */
  randrange(start: number, stop?: number): number;
  choice<T>(items: readonly T[]): T;
  /** `count` items drawn with replacement. */
  choices<T>(items: readonly T[], options: { readonly weights?: readonly number[]; readonly count: number }): T[];
  /** A shuffled copy, in the order `shuffle` would leave the list in; Python shuffles in place. */
  shuffle<T>(items: readonly T[]): T[];
  /** `count` items drawn without replacement, in the order drawn. */
  sample<T>(items: readonly T[], count: number): T[];
}

/**
 * The random stream of `random.Random(seed)`, value for value.
 *
 * Numbers must be integers (Python hashes other floats). Text is seeded as `seed(text, version=2)`: UTF-8 bytes and their SHA-512.
 *
 * @throws RangeError where Python raises ValueError or IndexError: an empty range, an empty choice, a sample larger than the list
 */
export function pythonRandom(seed: number | bigint | string): PythonRandom {
  const { nextWord, fillBelow } = mersenneTwister(seedWords(seed));

  /** At most 53 bits, which a number holds exactly; the first word gives the lowest bits. */
  const fewBits = (bits: number): number => {
    if (bits <= 32) return nextWord() >>> (32 - bits);
    const low = nextWord();
    return (nextWord() >>> (64 - bits)) * 0x1_0000_0000 + low;
  };

  const random = (): number => ((nextWord() >>> 5) * 0x400_0000 + (nextWord() >>> 6)) / 0x20_0000_0000_0000;

  const getrandbits = (bits: number): bigint => {
    if (bits < 0) throw new RangeError(`cannot draw ${bits} bits`);
    let value = 0n;
    for (let position = 0; position < bits; position += 32) {
      value |= BigInt(fewBits(Math.min(32, bits - position))) << BigInt(position);
    }
    return value;
  };

  const randbelow = (limit: number): number => {
    if (!Number.isSafeInteger(limit) || limit <= 0) throw new RangeError(`cannot draw a number below ${limit}`);
    const bits = bitLength(limit);
    let value = fewBits(bits);
    while (value >= limit) value = fewBits(bits);
    return value;
  };

  const randbelowMany = (limit: number, values: Uint32Array): void => {
    if (!Number.isSafeInteger(limit) || limit <= 0 || limit >= 0x1_0000_0000) {
      throw new RangeError(`cannot draw numbers below ${limit}`);
    }
    fillBelow(limit, 32 - bitLength(limit), values);
  };

  const randrange = (start: number, stop?: number): number =>
    stop === undefined ? randbelow(start) : start + randbelow(stop - start);

  const choice = <T>(items: readonly T[]): T => itemAt(items, randbelow(items.length));

  const choices: PythonRandom['choices'] = (items, { weights, count }) => {
    if (items.length === 0) throw new RangeError('cannot choose from an empty list');
    if (weights !== undefined && weights.length !== items.length) {
      throw new RangeError(`${weights.length} weights for ${items.length} items`);
    }
    const drawIndex = weights === undefined ? () => Math.floor(random() * items.length) : weighted(weights, random);
    return Array.from({ length: count }, () => itemAt(items, drawIndex()));
  };

  const shuffle = <T>(items: readonly T[]): T[] => {
    const shuffled = [...items];
    for (let last = shuffled.length - 1; last > 0; last -= 1) {
      const other = randbelow(last + 1);
      const item = itemAt(shuffled, last);
      shuffled[last] = itemAt(shuffled, other);
      shuffled[other] = item;
    }
    return shuffled;
  };

  const sample = <T>(items: readonly T[], count: number): T[] => {
    if (count < 0 || count > items.length) {
      throw new RangeError(`cannot sample ${count} of ${items.length} items`);
    }
    return items.length <= setSize(count)
      ? sampleFromPool(items, count, randbelow)
      : sampleDistinctIndices(items, count, randbelow);
  };

  const randint = (low: number, high: number): number => randrange(low, high + 1);

  return { random, getrandbits, randbelow, randbelowMany, randint, randrange, choice, choices, shuffle, sample };
}

function seedWords(seed: number | bigint | string): Uint32Array {
  if (typeof seed === 'number' && !Number.isSafeInteger(seed)) throw new RangeError(`seed ${seed} is not an integer`);
  const signed = typeof seed === 'string' ? integerOfText(seed) : BigInt(seed);
  const words: number[] = [];
  for (let rest = signed < 0n ? -signed : signed; rest > 0n; rest >>= 32n) words.push(Number(rest & 0xffff_ffffn));
  return Uint32Array.from(words.length === 0 ? [0] : words);
}

function integerOfText(text: string): bigint {
  const bytes = Buffer.from(text, 'utf8');
  const digest = createHash('sha512').update(bytes).digest('hex');
  return BigInt(`0x${bytes.toString('hex')}${digest}`);
}

function bitLength(value: number): number {
  return value < 0x1_0000_0000 ? 32 - Math.clz32(value) : 64 - Math.clz32(value / 0x1_0000_0000);
}

/** The index of each draw, from cumulative weights and a binary search (bisect_right), as `random.choices`. */
function weighted(weights: readonly number[], random: () => number): () => number {
  const cumulative: number[] = [];
  let total = 0;
  for (const weight of weights) {
    total += weight;
    cumulative.push(total);
  }
  if (!(total > 0) || !Number.isFinite(total)) throw new RangeError(`weights add up to ${total}`);
  return () => {
    const position = random() * total;
    const index = cumulative.findIndex((sum) => position < sum);
    return index === -1 ? weights.length - 1 : index;
  };
}

/** Up to this many items CPython copies the list, beyond it remembers the indices drawn. The two consume different words. */
function setSize(count: number): number {
  if (count <= 5) return 21;
  let table = 1;
  while (table < 3 * count) table *= 4;
  return 21 + table;
}

function sampleFromPool<T>(items: readonly T[], count: number, randbelow: (limit: number) => number): T[] {
  const pool = [...items];
  return Array.from({ length: count }, (_, drawn) => {
    const index = randbelow(pool.length - drawn);
    const item = itemAt(pool, index);
    pool[index] = itemAt(pool, pool.length - drawn - 1);
    return item;
  });
}

function sampleDistinctIndices<T>(items: readonly T[], count: number, randbelow: (limit: number) => number): T[] {
  const selected = new Set<number>();
  while (selected.size < count) {
    // A repeated index leaves the set as it is, and the next draw takes its place.
    selected.add(randbelow(items.length));
  }
  return Array.from(selected, (index) => itemAt(items, index));
}

function itemAt<T>(items: readonly T[], index: number): T {
  // Proof of the cast: every index passed is below items.length.
  return items[index] as T;
}
