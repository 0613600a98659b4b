import { writeSync } from 'node:fs';
import { RagError } from '../../src/core/errors.ts';
import { sqliteStore } from '../../src/stores/sqlite-store.ts';

/** Run as a process: reads a store, tries to write to it, and prints a line for each. */
const [path = ''] = process.argv.slice(2);
const signal = new AbortController().signal;
const store = sqliteStore({ path, collection: 'wiki' });
const print = (value: unknown) => writeSync(1, `${JSON.stringify(value)}\n`);

await store.search(Float32Array.of(1), { k: 1 }, signal).then(print, printError);
await store
  .upsert([{ id: '00000000-0000-4000-8000-000000000009', vector: Float32Array.of(1), payload: {} }], signal)
  .then(print, printError);
await store.close();

function printError(error: unknown): void {
  print(error instanceof RagError ? { code: error.code, message: error.message, hint: error.hint } : String(error));
}
