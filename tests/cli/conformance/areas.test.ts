import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { AREAS } from '../../../src/cli/conformance/areas.ts';
import { runAreas, vectorFolder } from '../../../src/cli/conformance/run-areas.ts';
import { silent } from '../../../src/core/events.ts';

const FOLDER = fileURLToPath(new URL('../../../conformance/', import.meta.url));
const vectors = vectorFolder(`${FOLDER}vectors`);

describe('AREAS', () => {
  it.each(AREAS)('does what Python does: $name', async (area) => {
    const [result] = await runAreas([area], vectors, silent);

    expect(result?.differences).toEqual([]);
    expect(result?.cases).toBeGreaterThan(0);
  });

  it('are listed in the README with their numbers of cases', async () => {
    const readme = readFileSync(`${FOLDER}README.md`, 'utf8');
    const listed = Array.from(readme.matchAll(/^\| `([\w-]+)` .*\| (\d+) *\|$/gm), ([, name, cases]) => [name, cases]);

    const results = await runAreas(AREAS, vectors, silent);

    expect(results.map(({ area, cases }) => [area, String(cases)])).toEqual(listed);
  });
});

describe('runAreas', () => {
  it('finds what differs, and takes an exception for a finding', async () => {
    const area = {
      name: 'odd',
      description: '',
      check: async () => [
        { name: 'same', expected: { a: 1, b: [2] }, found: { b: [2], a: 1 } },
        { name: 'other', expected: [1, 2], found: [2, 1] },
      ],
    };

    expect(await runAreas([area], vectors, silent)).toEqual([
      { area: 'odd', cases: 2, equal: 1, differences: [{ name: 'other', expected: [1, 2], found: [2, 1] }] },
    ]);
  });
});
