import { describe, expect, it } from 'vitest';
import { readContext } from '../../src/cli/read-context.ts';
import { temporaryFolder } from '../temporary-folder.ts';

describe('readContext', () => {
  const folder = temporaryFolder();

  it.each([
    ['["one", "two\\nlines"]', ['one', 'two\nlines']],
    [' \n[]', []],
    ['one\r\n\n  two\n', ['one', '  two']],
    ['', []],
  ])('reads %j', async (text, passages) => {
    expect(await readContext(await folder.write('context', text))).toEqual(passages);
  });

  it('says what is wrong', async () => {
    await expect(readContext(`${folder.path}/none`)).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
    await expect(readContext(await folder.write('a', '["one", 2]'))).rejects.toMatchObject({
      code: 'FILE_INVALID',
      message: `${folder.path}/a: passage 1: expected a text`,
    });
    await expect(readContext(await folder.write('a', '[one'))).rejects.toMatchObject({
      code: 'FILE_INVALID',
      hint: 'write a JSON array of texts, or one passage per line',
    });
  });
});
