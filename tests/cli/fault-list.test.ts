import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const HERE = fileURLToPath(new URL('.', import.meta.url));

/** What may go wrong between corpus and answer, by its number in the fault list. */
const FAULTS = {
  'F-38': 'documents with one id',
  'F-39': 'texts without a letter',
  'F-40': 'a text that is too long',
  'F-41': 'bytes that are no text',
  'F-42': 'another number of vectors than texts',
  'F-43': 'vectors in another order',
  'F-44': 'vectors of another length within a run',
  'F-45': 'vectors of another length than in the collection',
  'F-46': 'another distance, or named vectors',
  'F-47': 'another embedding model',
  'F-48': 'NaN, infinity, zeros',
  'F-49': 'a vector of another length than 1',
  'F-50': 'an earlier run was interrupted',
  'F-51': 'a damaged journal or cache',
  'F-52': 'two runs at once on one collection',
  'F-53': 'points are missing after the upload',
  'F-54': 'a collection that is red, or never green',
  'F-55': 'the name is taken by another tool',
  'F-56': 'a server that is too old',
  'F-57': 'fewer passages than wanted',
  'F-58': 'a payload without a text',
  'F-59': 'a download that was cut or changed',
  'F-60': 'another revision of the corpus',
  'F-61': 'a column that is not there any more',
  'F-62': 'a full disk, or one that cannot be written to',
  'F-66': 'data that would fill the memory',
} as const;

describe('the fault list', () => {
  const numbers = readdirSync(HERE)
    .filter((file) => file.endsWith('.test.ts'))
    .flatMap((file) => readFileSync(join(HERE, file), 'utf8').match(/['"`]F-\d\d[^:\n]*:/g) ?? [])
    .flatMap((name) => name.match(/F-\d\d/g) ?? []);

  it.each(Object.entries(FAULTS))('%s: %s has a test of the command line', (id) => {
    expect(numbers).toContain(id);
  });
});
