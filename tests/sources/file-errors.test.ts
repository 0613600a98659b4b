import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { RagError } from '../../src/core/errors.ts';
import { fileError } from '../../src/sources/file-errors.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { failureOf } from './reading.ts';

const folder = temporaryFolder();

describe('fileError', () => {
  it('says what a failed read means', async () => {
    const reading = (path: string) =>
      readFile(path).catch((error: unknown) => {
        throw fileError('notes', error);
      });
    await folder.write('a.txt', '');

    expect(await failureOf(reading(`${folder.path}/none`))).toEqual({
      code: 'FILE_NOT_FOUND',
      message: 'there is no file notes',
    });
    expect(await failureOf(reading(`${folder.path}/a.txt/b`))).toEqual({
      code: 'FILE_NOT_FOUND',
      message: 'there is no file notes',
    });
    expect(await failureOf(reading(folder.path))).toEqual({
      code: 'FILE_INVALID',
      message: 'notes is a folder, expected a file',
    });
  });

  it('keeps an error that is in words already, and the cause of any other', () => {
    const known = new RagError('FILE_INVALID', 'known');
    const cause = Object.assign(new Error('permission denied'), { code: 'EACCES' });

    expect(fileError('notes', known)).toBe(known);
    expect(fileError('notes', cause)).toMatchObject({ message: 'notes may not be read by this user', cause });
    expect(fileError('notes', 'odd')).toMatchObject({ code: 'FILE_INVALID', message: 'notes cannot be read: odd' });
  });
});
