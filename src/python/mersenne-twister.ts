const SIZE = 624;
const SHIFT = 397;
const MATRIX = 0x9908b0df;
const UPPER_BIT = 0x80000000;
const LOWER_BITS = 0x7fffffff;

/**
 * The next 32-bit word of the MT19937 generator, at each call.
 *
 * Seeded by `key`, 32-bit words with the least significant first (Matsumoto and Nishimura, mt19937ar.c, init_by_array), as
 * CPython 3.11 does in Modules/_randommodule.c.
 */
export function mersenneTwister(key: Uint32Array): () => number {
  const state = seededState(key);
  let next = SIZE;
  return () => {
    if (next === SIZE) {
      renew(state);
      next = 0;
    }
    const word = temper(at(state, next));
    next += 1;
    return word;
  };
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
  for (let index = 0; index < SIZE; index += 1) {
    const word = (at(state, index) & UPPER_BIT) | (at(state, (index + 1) % SIZE) & LOWER_BITS);
    const twisted = (word >>> 1) ^ ((word & 1) === 1 ? MATRIX : 0);
    state[index] = at(state, (index + SHIFT) % SIZE) ^ twisted;
  }
}

function temper(word: number): number {
  let tempered = word ^ (word >>> 11);
  tempered ^= (tempered << 7) & 0x9d2c5680;
  tempered ^= (tempered << 15) & 0xefc60000;
  return (tempered ^ (tempered >>> 18)) >>> 0;
}

/** Every index used here is below the length; the fallback only satisfies the type. */
function at(words: Uint32Array, index: number): number {
  return words[index] ?? 0;
}
