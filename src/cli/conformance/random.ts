import { createHash } from 'node:crypto';
import { z } from 'zod';
import { pythonRandom } from '../../python/random.ts';
import { type Area, type Check, outcomeOf } from './area.ts';
import { readPlain } from './cases.ts';

const seed = z.union([z.strictObject({ text: z.string() }), z.strictObject({ integer: z.string() })]);
const numbers = z.array(z.number());
const stream = z.strictObject({
  seed,
  random: numbers,
  getrandbits: z.array(z.tuple([z.number(), z.string()])),
  randrange: z.array(z.tuple([z.number(), z.number()])),
  randint: z.array(z.tuple([z.number(), z.number(), z.number()])),
  choice: z.array(z.string()),
  choices: numbers,
  choicesWeighted: z.array(z.string()),
  shuffle: z.array(numbers),
  sample: z.array(z.tuple([z.number(), z.number(), numbers])),
  after: z.string(),
});
const shuffled = z.strictObject({ seed, n: z.int(), last: numbers, sha256: z.string() });
const file = z.looseObject({ streams: z.array(stream), largeShuffles: z.array(shuffled) });

export const random: Area = {
  name: 'random',
  description: "the draws of Python's random.Random",
  check: async (vectors) => {
    const { streams, largeShuffles } = await readPlain(vectors, 'random.json', file);
    return [...streams.map(checkStream), ...largeShuffles.map(checkShuffle)];
  },
};

/** Every kind of call in turn from one generator. */
function checkStream(expected: z.infer<typeof stream>): Check {
  const generator = pythonRandom(seedOf(expected.seed));
  const times = <T>(count: number, draw: () => T): T[] => Array.from({ length: count }, draw);
  return {
    name: `stream ${JSON.stringify(expected.seed)}`,
    expected,
    found: outcomeOf(() => ({
      seed: expected.seed,
      random: times(expected.random.length, generator.random),
      getrandbits: expected.getrandbits.map(([bits]) => [bits, String(generator.getrandbits(bits))]),
      randrange: expected.randrange.map(([limit]) => [limit, generator.randrange(limit)]),
      randint: expected.randint.map(([low, high]) => [low, high, generator.randint(low, high)]),
      choice: times(expected.choice.length, () => generator.choice([...'abcdefg'])),
      choices: generator.choices(range(9), { count: expected.choices.length }),
      choicesWeighted: generator.choices([...'abcd'], {
        weights: [0.1, 0, 2, 0.7],
        count: expected.choicesWeighted.length,
      }),
      shuffle: expected.shuffle.map(({ length }) => generator.shuffle(range(length))),
      sample: expected.sample.map(([n, k]) => [n, k, generator.sample(range(n), k)]),
      after: String(generator.getrandbits(64)),
    })),
  };
}

function checkShuffle({ seed: given, n, last, sha256 }: z.infer<typeof shuffled>): Check {
  const order = pythonRandom(seedOf(given)).shuffle(range(n));
  const digest = createHash('sha256').update(order.join(',')).digest('hex');
  return {
    name: `shuffle ${n} with ${JSON.stringify(given)}`,
    expected: { last, sha256 },
    found: { last: order.slice(-last.length), sha256: digest },
  };
}

function seedOf(given: z.infer<typeof seed>): string | bigint {
  return 'text' in given ? given.text : BigInt(given.integer);
}

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}
