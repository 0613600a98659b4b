import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import { runRag } from './run-rag.ts';

const VECTORS = fileURLToPath(new URL('../../conformance/vectors/', import.meta.url));

describe('rag conformance', () => {
  const folder = temporaryFolder();
  const rag = (...args: string[]) => runRag(['conformance', ...args], { cwd: folder.path });

  it('prints a line for each area and how many cases are equal', async () => {
    const result = await rag();

    expect(result.code).toBe(0);
    expect(result.stdout).toMatchInlineSnapshot(`
      "random              19 of 19
      rounding           172 of 172
      normalization      450 of 450
      metrics            480 of 480
      prefix              24 of 24
      signatures          88 of 88
      formatting         240 of 240
      parsing            832 of 832
      json-adapter       581 of 581
      files               98 of 98
      bootstrap-traces   220 of 220
      cache-key            9 of 9
      3213 of 3213 cases are as recorded from Python
      "
    `);
  });

  it('checks the areas that are named', async () => {
    const result = await rag('cache-key', 'random', '--json');

    expect(JSON.parse(result.stdout)).toEqual({
      schema: 'rag/v1',
      command: 'conformance',
      ok: true,
      data: {
        cases: 28,
        equal: 28,
        areas: [
          { area: 'random', cases: 19, equal: 19, differences: [] },
          { area: 'cache-key', cases: 9, equal: 9, differences: [] },
        ],
      },
      warnings: [],
      error: null,
    });
  });

  it('shows what differs and ends with exit code 1', async () => {
    const text = readFileSync(`${VECTORS}rounding.json`, 'utf8');
    await folder.write('rounding.json', text.replace('"fixed": ["0", "0.5", "0.50",', '"fixed": ["1", "0.5", "0.50",'));

    const result = await rag('rounding', '--vectors', '.', '--quiet');
    const json = await rag('rounding', '--vectors', '.', '--json');

    expect(result).toMatchObject({ code: 1, stderr: '' });
    expect(result.stdout).toMatchInlineSnapshot(`
      "rounding           171 of 172
        0.5
          expected  {"rounded":[0,0.5,0.5,0.5,0],"fixed":["1","0.5","0.50","0.50000"]}
          found     {"rounded":[0,0.5,0.5,0.5,0],"fixed":["0","0.5","0.50","0.50000"]}
      171 of 172 cases are as recorded from Python
      "
    `);
    expect(json.code).toBe(1);
    expect(JSON.parse(json.stdout).data).toMatchObject({
      cases: 172,
      equal: 171,
      areas: [{ differences: [{ name: '0.5' }] }],
    });
  });

  it('shows the first three of many', async () => {
    cpSync(`${VECTORS}cache-keys.json`, join(folder.path, 'cache-keys.json'));
    const text = readFileSync(join(folder.path, 'cache-keys.json'), 'utf8');
    writeFileSync(join(folder.path, 'cache-keys.json'), text.replaceAll(/"key": "./g, '"key": "x'));

    const result = await rag('cache-key', '--vectors', '.');

    expect(result.stdout.split('\n')).toHaveLength(1 + 3 * 3 + 1 + 2);
    expect(result.stdout).toContain('\n  and 6 more\n0 of 9 cases are as recorded from Python\n');
  });

  it.each([
    [['everything'], 2, "command-argument value 'everything' is invalid for argument 'area'"],
    [['random', '--vectors', 'nowhere'], 3, 'error FILE_NOT_FOUND'],
  ])('refuses %j', async (args, code, text) => {
    expect(await rag(...args)).toMatchObject({ code, stderr: expect.stringContaining(text) });
  });

  it('refuses recordings that are not whole', async () => {
    await folder.write('rounding.json', '{"cases": [{"value": "x"}]}');

    expect(await rag('rounding', '--vectors', '.', '--quiet')).toMatchObject({
      code: 3,
      stderr: expect.stringMatching(/^error FILE_INVALID {2}rounding.json: cases.0.value: /),
    });
  });
});
