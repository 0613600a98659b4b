import { join } from 'node:path';
import { afterAll, bench, describe } from 'vitest';
import { compileScript, startScript } from '../run-typescript.ts';
import { makeFolder } from '../temporary-folder.ts';

const SIZES = [20_000, 100_000];

/** What opening and searching an embedded store of vectors of 1024 numbers costs, in time and memory: the table of docs/retrieval.md. */
describe('exact scan', async () => {
  const folder = makeFolder();
  afterAll(() => folder.remove());
  const child = join(folder.path, 'child.mjs');
  await compileScript(new URL('vector-scan-child.ts', import.meta.url), child);
  const run = async (...args: readonly string[]): Promise<readonly string[]> => {
    const script = startScript(child, args);
    if ((await script.ended) !== 0) throw new Error(`the child failed: ${args.join(' ')}`);
    return script.lines;
  };

  const table: Record<string, unknown> = {};
  for (const size of SIZES) {
    const path = join(folder.path, `${size}.sqlite`);
    await run('fill', path, String(size));
    const [line = '{}'] = await run('search', path);
    table[`${size} vectors`] = JSON.parse(line);
  }
  console.table(table);

  bench('30 searches of 20,000 vectors in a new process', async () => {
    await run('search', join(folder.path, `${SIZES[0]}.sqlite`));
  });
});
