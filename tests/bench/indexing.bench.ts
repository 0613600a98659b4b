import { afterAll, bench, describe } from 'vitest';
import { makeFolder } from '../temporary-folder.ts';
import { type Measured, runFloor, runIndex, startWorld, writeCorpus } from './indexing/world.ts';

/** 200 requests of 30 ms, two at a time. */
const IDEAL_SECONDS = 3;
const ROUNDS = 3;

/**
 * `rag index` on 20,000 chunks of 1 KB with vectors of 1,024 numbers, against an embedding server of 30 ms for 100 texts, two requests
 * at a time, and a store of 5 ms for 100 points; and the least that can be done by hand, measured in turn. The servers are processes of
 * their own. Medians.
 */
describe('throughput of rag index', async () => {
  const { path: folder, remove } = makeFolder();
  const world = await startWorld(folder, { dimensions: 1024, embeddingMsPerHundred: 30, sinkMsPerHundred: 5 });
  afterAll(() => {
    world.stop();
    remove();
  });
  const corpus = await writeCorpus(folder, 20_000, 1000);
  const contenders: Record<string, () => Promise<Measured>> = {
    'by hand, text of vectors copied': () => runFloor(world, corpus, 'copy'),
    'by hand, numbers parsed and printed': () => runFloor(world, corpus, 'parse'),
    'rag index, no cache': () => runIndex(world, corpus, { dimensions: 1024, cache: false }),
    'rag index': () => runIndex(world, corpus, { dimensions: 1024, cache: true }),
  };
  const measured = new Map<string, Measured[]>();
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, run] of Object.entries(contenders)) {
      measured.set(name, [...(measured.get(name) ?? []), await run()]);
    }
  }
  const medians = new Map(
    Array.from(measured, ([name, all]) => [
      name,
      { seconds: medianOf(all, 'seconds'), cpu: medianOf(all, 'cpuSeconds') },
    ]),
  );
  const floor = medians.get('by hand, text of vectors copied')?.seconds ?? Number.NaN;
  console.table(
    Object.fromEntries(
      Array.from(medians, ([name, { seconds, cpu }]) => [
        name,
        {
          seconds: seconds.toFixed(2),
          'of the ideal': (seconds / IDEAL_SECONDS).toFixed(2),
          'of the floor': (seconds / floor).toFixed(2),
          'processor, s': cpu.toFixed(1),
        },
      ]),
    ),
  );

  bench('by hand', async () => void (await runFloor(world, corpus, 'copy')), {
    iterations: 1,
    time: 0,
    warmupIterations: 0,
  });
});

/**
 * Peak memory on corpora of several sizes, of texts of 300 characters and vectors of 256 numbers. A million chunks take some minutes
 * and have to be asked for: RAG_BENCH_MILLION=1.
 */
describe('memory of rag index', async () => {
  const { path: folder, remove } = makeFolder();
  const world = await startWorld(folder, { dimensions: 256, embeddingMsPerHundred: 1, sinkMsPerHundred: 1 });
  afterAll(() => {
    world.stop();
    remove();
  });
  const sizes = process.env.RAG_BENCH_MILLION === undefined ? [10_000, 100_000] : [10_000, 100_000, 1_000_000];
  const table: Record<string, object> = {};
  for (const size of sizes) {
    const corpus = await writeCorpus(folder, size, 300);
    const { peakMegabytes, seconds } = await runIndex(world, corpus, { dimensions: 256, cache: true });
    table[`${size} chunks`] = { 'peak, MB': Math.round(peakMegabytes), seconds: Math.round(seconds) };
  }
  console.table(table);
});

function medianOf(all: readonly Measured[], key: keyof Measured): number {
  const sorted = all.map((one) => one[key]).toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
