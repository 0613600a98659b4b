import { writeSync } from 'node:fs';
import { sqliteStore } from '../../src/stores/sqlite-store.ts';

/** Run as a process: writes batches of 20 points without end, or as many as it is told, and prints a line for each one confirmed. */
const [path = '', first = '0', batches = 'Infinity'] = process.argv.slice(2);
const signal = new AbortController().signal;
const store = sqliteStore({ path, collection: 'wiki', busyTimeoutMs: 20_000 });

await store.open({ dimensions: 64, distance: 'cosine', metadata: { model: 'test' } }, signal);
for (let batch = Number(first); batch < Number(first) + Number(batches); batch += 1) {
  await store.upsert(
    Array.from({ length: 20 }, (_, index) => pointOf(batch * 20 + index)),
    signal,
  );
  writeSync(1, `${batch}\n`);
}
await store.close();

function pointOf(number: number) {
  return {
    id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    vector: Float32Array.from({ length: 64 }, (_, index) => Math.sin(number * 64 + index)),
    payload: { text: `word${number} `.repeat(50), title: `Title ${number}` },
  };
}
