import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { describe, expect, it } from 'vitest';
import { silent } from '../../src/core/events.ts';
import { indexJournals } from '../../src/files/index-journals.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder();
const named = (number: number) => `0b0f4e0e-0000-4000-8000-00000000000${number}`;
const [first, second, third] = [named(1), named(2), named(3)] as const;

describe('indexJournals', () => {
  it('names the journals that are there and can be read, and no other files', async () => {
    const journals = indexJournals({ folder: join(folder.path, 'indexing'), report: silent });
    expect(journals.names()).toEqual([]);
    journals.open(first).sign('t');
    journals.open(second).sign('t');
    await folder.write('indexing/wiki-0123abcd.lock', '{}');
    const other = new DatabaseSync(join(folder.path, 'indexing', `${third}.sqlite`));
    other.exec('CREATE TABLE somebody (name TEXT)');
    other.close();

    expect(journals.names().toSorted()).toEqual([first, second]);
    expect([journals.has(first), journals.has('other')]).toEqual([true, false]);

    journals.remove(first);
    expect(journals.names()).toEqual([second]);
    journals.close();
  });
});
