import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import vectors from '../../conformance/vectors/random.json' with { type: 'json' };
import { type PythonRandom, pythonRandom } from '../../src/python/random.ts';
import { hasShared, readShared } from '../shared-data.ts';

const seedOf = (seed: { text?: string; integer?: string }): string | bigint => seed.text ?? BigInt(seed.integer ?? '');
const range = (length: number): number[] => Array.from({ length }, (_, index) => index);
const digest = (values: readonly number[]): string => createHash('sha256').update(values.join(',')).digest('hex');
const times = <T>(count: number, draw: () => T): T[] => Array.from({ length: count }, draw);
const words = (random: PythonRandom, count: number): number[] => times(count, () => Number(random.getrandbits(32)));

describe('pythonRandom', () => {
  it.each(vectors.streams)('gives the values of CPython in any mixture of calls, seed $seed', (expected) => {
    const random = pythonRandom(seedOf(expected.seed));

    const actual = {
      seed: expected.seed,
      random: times(4, random.random),
      getrandbits: expected.getrandbits.map(([bits]) => [bits, String(random.getrandbits(Number(bits)))]),
      randrange: expected.randrange.map(([limit = 0]) => [limit, random.randrange(limit)]),
      randint: expected.randint.map(([low = 0, high = 0]) => [low, high, random.randint(low, high)]),
      choice: times(6, () => random.choice([...'abcdefg'])),
      choices: random.choices(range(9), { count: 6 }),
      choicesWeighted: random.choices([...'abcd'], { weights: [0.1, 0, 2, 0.7], count: 8 }),
      shuffle: [0, 1, 2, 3, 8, 20].map((length) => random.shuffle(range(length))),
      sample: expected.sample.map(([n, k]) => [n, k, random.sample(range(Number(n)), Number(k))]),
      after: String(random.getrandbits(64)),
    };

    expect(actual).toEqual(expected);
  });

  it.each(vectors.largeShuffles)('shuffles $n items as CPython, seed $seed', ({ seed, n, last, sha256 }) => {
    const shuffled = pythonRandom(seedOf(seed)).shuffle(range(n));

    expect({ last: shuffled.slice(-3), sha256: digest(shuffled) }).toEqual({ last, sha256 });
  });

  it('takes a number and a bigint of the same value as the same seed', () => {
    expect(pythonRandom(42).random()).toBe(pythonRandom(42n).random());
    expect(pythonRandom(-42).random()).toBe(pythonRandom(42).random());
  });

  it('leaves the list it shuffles as it was and returns a permutation', () => {
    fc.assert(
      fc.property(fc.integer(), fc.array(fc.integer()), (seed, items) => {
        const before = [...items];
        const shuffled = pythonRandom(seed).shuffle(items);

        expect(items).toEqual(before);
        expect(shuffled.toSorted()).toEqual(items.toSorted());
      }),
    );
  });

  it('samples distinct items, as many as asked for', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(200), fc.nat(200), (seed, n, count) => {
        fc.pre(count <= n);
        const sampled = pythonRandom(seed).sample(range(n), count);

        expect(sampled.length).toBe(count);
        expect(new Set(sampled).size).toBe(count);
        expect(sampled.every((item) => item >= 0 && item < n)).toBe(true);
      }),
    );
  });

  it('stays within the bounds asked for', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1 }), fc.integer(), (seed, width, low) => {
        const random = pythonRandom(seed);

        expect(random.randbelow(width)).toBeLessThan(width);
        expect(random.randrange(low, low + width)).toBeGreaterThanOrEqual(low);
        expect(random.randint(low, low + width)).toBeLessThanOrEqual(low + width);
        expect(random.random()).toBeLessThan(1);
      }),
    );
  });

  it('draws many numbers at once as it draws them one by one', () => {
    const limit = fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 0xffff_ffff }));
    fc.assert(
      fc.property(fc.nat(), limit, fc.nat({ max: 2000 }), fc.nat({ max: 700 }), (seed, below, count, before) => {
        const [many, single] = [pythonRandom(seed), pythonRandom(seed)];
        for (let drawn = 0; drawn < before; drawn += 1) expect(many.random()).toBe(single.random());
        const values = new Uint32Array(count);
        many.randbelowMany(below, values);

        expect([...values]).toEqual(Array.from(values, () => single.randbelow(below)));
        expect(many.random()).toBe(single.random());
      }),
    );
  });

  it('refuses what Python refuses', () => {
    const random = pythonRandom(0);

    expect(() => pythonRandom(0.5)).toThrow(new RangeError('seed 0.5 is not an integer'));
    expect(() => random.randbelow(0)).toThrow(new RangeError('cannot draw a number below 0'));
    expect(() => random.randint(2, 1)).toThrow(new RangeError('cannot draw a number below 0'));
    expect(() => random.getrandbits(-1)).toThrow(new RangeError('cannot draw -1 bits'));
    expect(() => random.choice([])).toThrow(new RangeError('cannot draw a number below 0'));
    expect(() => random.choices([], { count: 1 })).toThrow(new RangeError('cannot choose from an empty list'));
    expect(() => random.choices([1], { weights: [], count: 1 })).toThrow(new RangeError('0 weights for 1 items'));
    expect(() => random.choices([1], { weights: [0], count: 1 })).toThrow(new RangeError('weights add up to 0'));
    expect(() => random.sample([1], 2)).toThrow(new RangeError('cannot sample 2 of 1 items'));
  });
});

describe.skipIf(!hasShared('spec/python-random-vectors.json'))('pythonRandom against the shared vectors', () => {
  const shared = hasShared('spec/python-random-vectors.json')
    ? JSON.parse(readShared('spec/python-random-vectors.json'))
    : {};
  const seeded = (seed: number | string): PythonRandom => pythonRandom(typeof seed === 'string' ? BigInt(seed) : seed);

  it('draws words, floats and bits', () => {
    for (const { seed, getrandbits32_first10 } of shared.mt_words) {
      expect(words(seeded(seed), 10)).toEqual(getrandbits32_first10);
    }
    for (const { seed, random_first8 } of shared.random) expect(times(8, seeded(seed).random)).toEqual(random_first8);
    for (const { seed, count, sha256, last3 } of shared.mt_words_2000) {
      const drawn = words(seeded(seed), count);
      expect([digest(drawn), drawn.slice(-3)]).toEqual([sha256, last3]);
    }
  });

  it('draws bits and numbers below a limit from one stream', () => {
    const streams = new Map<number, PythonRandom>();
    const streamOf = (seed: number): PythonRandom => {
      const stream = streams.get(seed) ?? pythonRandom(seed);
      streams.set(seed, stream);
      return stream;
    };
    for (const { seed_stream, bits, value } of shared.getrandbits_stream.calls) {
      expect(String(streamOf(seed_stream).getrandbits(bits))).toBe(value);
    }
    streams.clear();
    for (const { seed_stream, n, value } of shared.randbelow_stream.calls) {
      expect(streamOf(seed_stream).randbelow(n)).toBe(value);
    }
  });

  it('draws integers, choices and weighted choices', () => {
    for (const expected of shared.randint_fresh) {
      expect({
        seed: expected.seed,
        randint_1_4: seeded(expected.seed).randint(1, 4),
        randint_1_8: seeded(expected.seed).randint(1, 8),
        randint_0_1e9: seeded(expected.seed).randint(0, 1e9),
      }).toEqual(expected);
    }
    for (const { seed, n, choice_of_range_first12 } of shared.choice) {
      const random = seeded(seed);
      expect(times(12, () => random.choice(range(n)))).toEqual(choice_of_range_first12);
    }
    for (const { seed, population, weights, values } of shared.choices_weighted) {
      expect(seeded(seed).choices(population, { weights, count: values.length })).toEqual(values);
    }
  });

  it('shuffles and samples', () => {
    for (const { seed, n, result } of shared.shuffle_range) expect(seeded(seed).shuffle(range(n))).toEqual(result);
    for (const { seed, n, sha256 } of shared.shuffle_range_large) {
      expect(digest(seeded(seed).shuffle(range(n)))).toBe(sha256);
    }
    for (const { seed, n, k, result } of shared.sample_range) expect(seeded(seed).sample(range(n), k)).toEqual(result);
  });

  it('samples from samples and shuffles in sequence', () => {
    const [chained, repeated, mixed] = shared.sequences;
    const first = pythonRandom(0);
    const a = first.sample(range(18), 6);
    const second = pythonRandom(0);
    const third = pythonRandom(9);

    expect({ a, b: first.sample(a, 6) }).toEqual({ a: chained.a, b: chained.b });
    expect([second.sample(range(20), 4), second.sample(range(20), 4)]).toEqual([repeated.a, repeated.b]);
    expect([third.shuffle(range(20)), third.randint(1, 4), third.shuffle(range(20)), third.randint(1, 4)]).toEqual([
      mixed.x,
      mixed.z,
      mixed.y,
      mixed.z2,
    ]);
  });

  it('is seeded by text', () => {
    for (const { seed, getrandbits32_first4, then_random } of shared.str_seeds) {
      const random = pythonRandom(seed);
      expect([words(random, 4), random.random()]).toEqual([getrandbits32_first4, then_random]);
    }
  });

  it('orders and sizes the candidates of a random search', () => {
    for (const { candidate_seed, order_of_20, size_1_4 } of shared.random_search_candidates_train20) {
      expect(pythonRandom(candidate_seed).shuffle(range(20))).toEqual(order_of_20);
      expect(pythonRandom(candidate_seed).randint(1, 4)).toBe(size_1_4);
    }
  });

  it('picks the examples DSPy picks from HotPotQA', () => {
    const { n_hard, cut, official_shuffle_first50, train, dev } = shared.hotpotqa_indices;
    const hard = pythonRandom(0).shuffle(range(n_hard));

    expect(hard.slice(0, 50)).toEqual(official_shuffle_first50);
    for (const { train_seed, first50 } of train) {
      expect(pythonRandom(train_seed).shuffle(hard.slice(0, cut)).slice(0, 50)).toEqual(first50);
    }
    for (const { eval_seed, first50 } of dev) {
      expect(pythonRandom(eval_seed).shuffle(hard.slice(cut)).slice(0, 50)).toEqual(first50);
    }
  });
});

describe.skipIf(!hasShared('data/hotpotqa/python-random-vectors.json'))('pythonRandom against the data vectors', () => {
  const shared = hasShared('data/hotpotqa/python-random-vectors.json')
    ? JSON.parse(readShared('data/hotpotqa/python-random-vectors.json'))
    : {};

  it('draws, shuffles, samples and chooses', () => {
    for (const { seed, n, shuffle, sample_k_1_3_4_16_in_sequence, choice_first5 } of shared.vectors) {
      const sampling = pythonRandom(seed);
      const choosing = pythonRandom(seed);
      expect(pythonRandom(seed).shuffle(range(n))).toEqual(shuffle);
      expect([1, 3, 4, 16].map((k) => sampling.sample(range(n), Math.min(k, n)))).toEqual(
        sample_k_1_3_4_16_in_sequence,
      );
      expect(times(5, () => choosing.choice(range(n)))).toEqual(choice_first5);
    }
  });

  it('draws with every seed', () => {
    const bySeed: Record<string, unknown> = shared.random5_getrandbits32x5_randrange1000x5_by_seed;
    for (const [seed, expected] of Object.entries(bySeed)) {
      const integers = pythonRandom(BigInt(seed));
      const bits = pythonRandom(BigInt(seed));
      const floats = pythonRandom(BigInt(seed));
      expect([times(5, floats.random), words(bits, 5), times(5, () => integers.randrange(1000))]).toEqual(expected);
    }
    for (const [seed, expected] of Object.entries(shared.string_seeds_version2_random_and_sample4of20)) {
      expect([pythonRandom(seed).random(), pythonRandom(seed).sample(range(20), 4)]).toEqual(expected);
    }
  });

  it('makes the four shuffles the loader needs', () => {
    for (const [name, expected] of Object.entries(shared.big_shuffles)) {
      const [seed, n] = name.split('/').map(Number);
      const shuffled = pythonRandom(seed ?? 0).shuffle(range(n ?? 0));
      expect({
        first10: shuffled.slice(0, 10),
        last10: shuffled.slice(-10),
        sha256_of_comma_joined: digest(shuffled),
      }).toEqual(expected);
    }
  });

  it('leads to the tutorial’s artifact', () => {
    const golden = JSON.parse(readShared('data/hotpotqa/dspy-golden.json'));
    const hard = pythonRandom(0).shuffle(range(golden.hard_train_count));
    const cut = golden.train_pool_size;

    expect(pythonRandom(1).shuffle(hard.slice(0, cut)).slice(0, 20)).toEqual(golden.train_seed1_size20_hard_ordinals);
    expect(pythonRandom(42).shuffle(hard.slice(cut)).slice(0, 20)).toEqual(golden.dev_seed42_size20_hard_ordinals);
    expect(pythonRandom(2023).shuffle(hard.slice(cut)).slice(0, 50)).toEqual(golden.dev_seed2023_size50_hard_ordinals);
    expect(pythonRandom(0).sample(range(20), 4)).toEqual(golden.labeled_fewshot_k4_teacher_indices);
    for (const { bootstrapped, validation_order, labeled_demo_indices } of golden.bootstrap_fallback_cases) {
      const rest = range(20).filter((index) => !bootstrapped.includes(index));
      const validation = pythonRandom(0).shuffle(rest);
      const open = Math.max(0, 4 - bootstrapped.length);
      expect(validation).toEqual(validation_order);
      expect(pythonRandom(0).sample(validation, open)).toEqual(labeled_demo_indices);
    }
  });
});
