import { describe, expect, it } from 'vitest';
import { readCases, readPool } from './fuzz-case.ts';
import { runCase } from './fuzz-run.ts';

const pool = readPool();

describe('random cases that DSPy compiled and evaluated', () => {
  it.each(readCases())('$seed: $optimizer of $program with the $adapter adapter', async (recorded) => {
    const { error, demos, candidates, saved, compileExchanges, score, rows, exchanges } = recorded;
    const requests = exchanges.map((exchange) => exchange.split(' ')[0]);

    const outcome = await runCase(recorded, pool);

    expect(outcome).toEqual({ error, demos, candidates, saved, compileExchanges, score, rows, requests });
  });
});
