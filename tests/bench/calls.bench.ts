import { join } from 'node:path';
import { afterAll, bench, describe } from 'vitest';

import { compileScript, startScript } from '../run-typescript.ts';
import { makeFolder } from '../temporary-folder.ts';

const LOADS = [
  { count: 256, delayMs: 20, inFlight: 16 },
  { count: 1000, delayMs: 5, inFlight: 64 },
];
const ONCE = { iterations: 1, time: 0, warmupIterations: 0, warmupTime: 0 };

/** What calls cost besides the model. The scripts run in processes of their own, as they are built, and not as vitest transforms them. */
describe('calls', async () => {
  const folder = makeFolder();
  const scripts = { server: 'slow-model-server', scheduling: 'scheduling-run', framework: 'framework-run' };
  const pathOf = (name: string) => join(folder.path, `${name}.mjs`);
  for (const name of Object.values(scripts)) await compileScript(new URL(`${name}.ts`, import.meta.url), pathOf(name));
  afterAll(() => folder.remove());

  for (const { count, delayMs, inFlight } of LOADS) {
    const load = `${count} × ${delayMs} ms, ${inFlight} in flight`;
    bench(
      load,
      async () => {
        const server = startScript(pathOf(scripts.server), [String(delayMs)]);
        await server.waitForLines(1);
        const cache = join(folder.path, `responses-${delayMs}.sqlite`);
        const client = startScript(pathOf(scripts.scheduling), [
          ...server.lines,
          String(count),
          String(inFlight),
          cache,
        ]);
        const { bare, ...ways } = await resultOf<Record<string, number>>(client);
        server.process.kill();
        const ideal = (count * delayMs) / inFlight;
        const rows = Object.entries(ways).map(([name, time]) => {
          return [name, { 'to the ideal': ratio(time, ideal), 'to the bare client': ratio(time, bare) }];
        });
        console.log(load);
        console.table({ 'bare client': { 'to the ideal': ratio(bare, ideal) }, ...Object.fromEntries(rows) });
      },
      ONCE,
    );
  }

  bench(
    'format, write, parse and trace',
    async () => {
      const script = startScript(pathOf(scripts.framework), []);
      const results = await resultOf<Record<string, { byHand: number; rag: number }>>(script);
      const none = results['0 demos']?.rag;
      const rows = Object.entries(results).map(([demos, { byHand, rag }]) => {
        return [demos, { 'to joining by hand': ratio(rag, byHand), 'to no demos': ratio(rag, none) }];
      });
      console.log('a call but for the model');
      console.table(Object.fromEntries(rows));
    },
    ONCE,
  );
});

async function resultOf<T>({ waitForLines, lines }: ReturnType<typeof startScript>): Promise<T> {
  await waitForLines(1);
  return JSON.parse(lines[0] ?? '');
}

function ratio(time: number | undefined, base: number | undefined): string {
  return ((time ?? Number.NaN) / (base ?? Number.NaN)).toFixed(2);
}
