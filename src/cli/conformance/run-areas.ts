import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { RagError } from '../../core/errors.ts';
import type { Report } from '../../core/events.ts';
import type { Area, Check, Vectors } from './area.ts';

export interface AreaResult {
  readonly area: string;
  readonly cases: number;
  readonly equal: number;
  readonly differences: readonly Check[];
}

/**
 * Compares every case of every area.
 *
 * @throws RagError FILE_NOT_FOUND, FILE_INVALID when the recordings are not whole
 */
export async function runAreas(
  areas: readonly Area[],
  vectors: Vectors,
  report: Report,
): Promise<readonly AreaResult[]> {
  const results: AreaResult[] = [];
  report({ type: 'stage-start', stage: 'conformance', total: areas.length });
  for (const { name, check } of areas) {
    const checks = await check(vectors);
    const differences = checks.filter(({ expected, found }) => !isDeepStrictEqual(found, expected));
    results.push({ area: name, cases: checks.length, equal: checks.length - differences.length, differences });
    report({ type: 'stage-advance', stage: 'conformance', by: 1, note: name });
  }
  report({ type: 'stage-end', stage: 'conformance' });
  return results;
}

/** The recordings in a folder of this machine. */
export function vectorFolder(folder: string): Vectors {
  return {
    read: async (name) => {
      try {
        return await readFile(join(folder, name), 'utf8');
      } catch (cause) {
        throw new RagError('FILE_NOT_FOUND', `there are no recordings ${join(folder, name)}`, { cause });
      }
    },
  };
}
