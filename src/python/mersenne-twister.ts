const SIZE = 624;
const SHIFT = 397;
const MATRIX = 0x9908b0df;
const UPPER_BIT = 0x80000000;
const LOWER_BITS = 0x7fffffff;

/** The words of an MT19937 generator, in order; each is given once. */
export interface MersenneTwister {
  nextWord(): number;
  /** Fills `values` with the next words that are below `limit` once shifted to the right; the others are left out. */
  fillBelow(limit: number, shift: number, values: Uint32Array): void;
}

/**
 * The MT19937 generator, a word having 32 bits.
 *
 * Seeded by `key`, 32-bit words with the least significant first (Matsumoto and Nishimura, mt19937ar.c, init_by_array), as
 * CPython 3.11 does in Modules/_randommodule.c.
 */
export function mersenneTwister(key: Uint32Array): MersenneTwister {
  const state = seededState(key);
  const words = new Uint32Array(SIZE);
  let next = SIZE;
  const refill = (): void => {
    renew(state);
    temper(state, words);
    next = 0;
  };
  return {
    nextWord: () => {
      if (next === SIZE) refill();
      next += 1;
      return at(words, next - 1);
    },
    fillBelow: (limit, shift, values) => {
      let filled = 0;
      while (filled < values.length) {
        if (next === SIZE) refill();
        // No further than to the last place, even if every word fits.
        const end = Math.min(SIZE, next + values.length - filled);
        filled = moveBelow(limit, shift, { words, start: next, end, values, filled });
        next = end;
      }
    },
  };
}

interface Move {
  readonly words: Uint32Array;
  readonly start: number;
  readonly end: number;
  readonly values: Uint32Array;
  readonly filled: number;
}

/** How many places of `values` are filled afterwards. A word that does not fit is overwritten by the next one. */
function moveBelow(limit: number, shift: number, { words, start, end, values, filled }: Move): number {
  let place = filled;
  for (let index = start; index < end; index += 1) {
    const value = at(words, index) >>> shift;
    values[place] = value;
    if (value < limit) place += 1;
  }
  return place;
}

function seededState(key: Uint32Array): Uint32Array {
  const state = plainlySeededState(19650218);
  let index = 1;
  const advance = () => {
    index += 1;
    if (index < SIZE) return;
    state[0] = at(state, SIZE - 1);
    index = 1;
  };
  for (let step = 0; step < Math.max(SIZE, key.length); step += 1) {
    const word = step % key.length;
    state[index] = (at(state, index) ^ Math.imul(mixed(state, index), 1664525)) + at(key, word) + word;
    advance();
  }
  for (let step = 1; step < SIZE; step += 1) {
    state[index] = (at(state, index) ^ Math.imul(mixed(state, index), 1566083941)) - index;
    advance();
  }
  state[0] = UPPER_BIT;
  return state;
}

/** mt19937ar.c, init_genrand. */
function plainlySeededState(seed: number): Uint32Array {
  const state = new Uint32Array(SIZE);
  state[0] = seed;
  for (let index = 1; index < SIZE; index += 1) {
    state[index] = Math.imul(1812433253, mixed(state, index)) + index;
  }
  return state;
}

function mixed(state: Uint32Array, index: number): number {
  const before = at(state, index - 1);
  return before ^ (before >>> 30);
}

function renew(state: Uint32Array): void {
  for (let index = 0; index < SIZE - SHIFT; index += 1) twist(state, index, index + 1, index + SHIFT);
  for (let index = SIZE - SHIFT; index < SIZE - 1; index += 1) twist(state, index, index + 1, index + SHIFT - SIZE);
  twist(state, SIZE - 1, 0, SHIFT - 1);
}

function twist(state: Uint32Array, index: number, following: number, shifted: number): void {
  const word = (at(state, index) & UPPER_BIT) | (at(state, following) & LOWER_BITS);
  state[index] = at(state, shifted) ^ (word >>> 1) ^ (-(word & 1) & MATRIX);
}

function temper(state: Uint32Array, words: Uint32Array): void {
  for (let index = 0; index < SIZE; index += 1) {
    let tempered = at(state, index);
    tempered ^= tempered >>> 11;
    tempered ^= (tempered << 7) & 0x9d2c5680;
    tempered ^= (tempered << 15) & 0xefc60000;
    words[index] = tempered ^ (tempered >>> 18);
  }
}

/** Every index used here is below the length; the fallback only satisfies the type. */
function at(words: Uint32Array, index: number): number {
  return words[index] ?? 0;
}
