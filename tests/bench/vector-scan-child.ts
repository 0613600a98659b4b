import { writeSync } from 'node:fs';
import { sqliteStore } from '../../src/stores/sqlite-store.ts';

/**
 * Run as a process of its own, so that its memory is that of nothing else: `fill` makes a store of `count` random vectors of 1024
 * numbers in `path`; `search` measures its first search, which reads them, and 30 more, and prints that as JSON.
 */
const [task = '', path = '', count = '0'] = process.argv.slice(2);
const DIMENSIONS = 1024;
const signal = new AbortController().signal;
const store = sqliteStore({ path, collection: 'bench' });
const random = numbersFrom(1);
const vector = () => Float32Array.from({ length: DIMENSIONS }, () => random() - 0.5);

if (task === 'fill') await fill(Number(count));
else writeSync(1, `${JSON.stringify(await search())}\n`);
await store.close();

async function fill(points: number): Promise<void> {
  await store.open({ dimensions: DIMENSIONS, distance: 'cosine', metadata: {} }, signal);
  for (let first = 0; first < points; first += 1000) {
    const batch = Array.from({ length: 1000 }, (_, index) => ({
      id: `${String(Math.floor(random() * 1e8)).padStart(8, '0')}-0000-4000-8000-${String(first + index).padStart(12, '0')}`,
      vector: vector(),
      payload: { text: 'x', even: index % 2 === 0 },
    }));
    await store.upsert(batch, signal);
  }
}

async function search() {
  const before = process.memoryUsage().rss;
  const first = await timed();
  const all = await times({ k: 10 });
  const filter = [{ path: ['even'], test: { type: 'any-of', values: [true] } }] as const;
  await store.search(vector(), { k: 10, filter }, signal);
  return {
    'first search, ms': first,
    'p50, ms': all,
    'p50 of half, filtered, ms': await times({ k: 10, filter }),
    'memory before, MB': megabytes(before),
    'peak memory, MB': megabytes(process.resourceUsage().maxRSS * 1024),
  };

  async function timed(options: Parameters<typeof store.search>[1] = { k: 10 }): Promise<number> {
    const query = vector();
    const startedAt = performance.now();
    await store.search(query, options, signal);
    return Number((performance.now() - startedAt).toFixed(1));
  }
  async function times(options: Parameters<typeof store.search>[1]): Promise<number> {
    const taken: number[] = [];
    for (let run = 0; run < 31; run += 1) taken.push(await timed(options));
    return taken.sort((a, b) => a - b)[15] ?? Number.NaN;
  }
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1e6);
}

/** Numbers from 0 to 1 that look random (a linear congruential generator), the same in every run. */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
