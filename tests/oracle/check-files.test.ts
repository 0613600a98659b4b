import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import outcome from '../fixtures/files-in-python/outcome.json' with { type: 'json' };

const OURS = fileURLToPath(new URL('../../conformance/vectors/files/ours/', import.meta.url));
const PAGE = fileURLToPath(new URL('../../docs/fidelity.md', import.meta.url));
const START = '<!-- files loaded by Python: vitest run tests/oracle/check-files.test.ts -u writes this part -->';
const END = '<!-- end of the files loaded by Python -->';

interface Loaded {
  readonly sha256: string;
  readonly withoutRetrieve: string;
  readonly withRetrieve: string | null;
}
const OUTCOME: Readonly<Record<string, Readonly<Record<string, Loaded>>>> = outcome;
const versions = Object.keys(OUTCOME);
const files = readdirSync(OURS).sort();

describe('what DSPy made of our files (check-files.py)', () => {
  it('was recorded from the files as they are', () => {
    const digests = files.map((file) => [`ours/${file}`, digestOf(file)]);

    expect(versions).toEqual(['3.0.4', '3.1.3', '3.2.1', '3.3.1']);
    for (const loaded of Object.values(OUTCOME)) {
      expect(Object.entries(loaded).map(([file, { sha256 }]) => [file, sha256])).toEqual(digests);
    }
  });

  it('is the same program everywhere', () => {
    const found = Object.values(OUTCOME).flatMap((loaded) =>
      Object.values(loaded).flatMap(({ withoutRetrieve, withRetrieve }) => [withoutRetrieve, withRetrieve ?? 'equal']),
    );

    expect(new Set(found)).toEqual(new Set(['equal']));
  });

  it('stands in docs/fidelity.md', async () => {
    await expect(withTable(readFileSync(PAGE, 'utf8'))).toMatchFileSnapshot(PAGE);
  });
});

function digestOf(file: string): string {
  return createHash('sha256')
    .update(readFileSync(OURS + file))
    .digest('hex');
}

/** The page with the part between its two markers written anew. */
function withTable(page: string): string {
  const [start, end] = [page.indexOf(START), page.indexOf(END)];
  if (start === -1 || end < start) throw new Error(`the page has no part between ${START} and ${END}`);
  return `${page.slice(0, start)}${START}\n\n${table()}\n\n${page.slice(end)}`;
}

function table(): string {
  const head = ['file', ...versions.flatMap((version) => [version, `${version} with Retrieve`])];
  const rows = files.map((file) => [
    `\`${file.replace('.json', '')}\``,
    ...versions.flatMap((version) => {
      const loaded = OUTCOME[version]?.[`ours/${file}`];
      return [loaded?.withoutRetrieve ?? '**missing**', loaded?.withRetrieve ?? '–'];
    }),
  ]);
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
