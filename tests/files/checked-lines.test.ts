import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCheckedLines, writeCheckedLines } from '../../src/files/checked-lines.ts';
import { PythonFloat } from '../../src/python/float.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder();
const pathOf = (name = 'lines.jsonl') => join(folder.path, 'new', name);

async function written(entries: readonly unknown[], path = pathOf()): Promise<string> {
  const writer = await writeCheckedLines(path, 0);
  await Promise.all(entries.map((entry) => writer.append(entry)));
  await writer.close();
  return path;
}

describe('writeCheckedLines', () => {
  it('writes what can be read back, in the order of the calls', async () => {
    const entries = [{ n: 1, text: 'a "b"\nc' }, { float: new PythonFloat(1), large: 2n ** 60n }, [null, true]];

    const path = await written(entries);

    const { entries: found, damaged, length } = (await readCheckedLines(path)) ?? {};
    expect({ found, damaged }).toEqual({ found: entries, damaged: 0 });
    expect(length).toBe(readFileSync(path).length);
    for (const line of readFileSync(path, 'utf8').trimEnd().split('\n'))
      expect(JSON.parse(line).sha256).toHaveLength(16);
  });

  it('goes on after the given length, and cuts off what stands behind it', async () => {
    const path = await written([1, 2]);
    const { length = 0 } = (await readCheckedLines(path)) ?? {};
    appendFileSync(path, `{"sha256": "0123${'4'.repeat(500)}`);

    const writer = await writeCheckedLines(path, length);
    await writer.append(3);
    await writer.close();

    expect(await readCheckedLines(path)).toMatchObject({ entries: [1, 2, 3], damaged: 0 });
  });

  it('says where it cannot write', async () => {
    writeFileSync(join(folder.path, 'file'), '');

    await expect(writeCheckedLines(join(folder.path, 'file', 'lines.jsonl'), 0)).rejects.toMatchObject({
      code: 'FILE_NOT_WRITABLE',
    });
  });
});

describe('readCheckedLines', () => {
  it('finds nothing where there is no file', async () => {
    expect(await readCheckedLines(pathOf('missing'))).toBeNull();
  });

  it('drops a torn tail, wherever it was torn', async () => {
    const path = await written(['one', 'two', 'three']);
    const whole = readFileSync(path);
    const lastLine = whole.subarray(0, -1).lastIndexOf('\n') + 1;
    for (let end = lastLine + 1; end < whole.length; end += 1) {
      writeFileSync(path, whole.subarray(0, end));

      expect(await readCheckedLines(path)).toEqual({ entries: ['one', 'two'], damaged: 1, length: lastLine });
    }
  });

  it('finds the same in pieces of any size, wherever they end', async () => {
    const entries = ['é😀', '', { text: 'a\nb' }, 'x'.repeat(40)];
    const path = await written(entries);
    const { length } = readFileSync(path);
    const torn = '{"sha256": "0123456789é';
    appendFileSync(path, `\nno line of ours\n${torn}`);
    const all = readFileSync(path).length;

    for (let pieceBytes = 1; pieceBytes <= all + 1; pieceBytes += 1) {
      const found = await readCheckedLines(path, pieceBytes);

      expect(found).toEqual({ entries, damaged: 3, length: length + '\nno line of ours\n'.length });
    }
  });

  it('finds nothing in an empty file', async () => {
    const path = await written([]);

    expect(await readCheckedLines(path)).toEqual({ entries: [], damaged: 0, length: 0 });
  });

  it('leaves out a line that was changed, and keeps the others', async () => {
    const path = await written(['one', 'two', 'three']);
    const whole = readFileSync(path);
    const lines = fc.integer({ min: 0, max: whole.length - 1 });
    await fc.assert(
      fc.asyncProperty(lines, fc.integer({ min: 1, max: 255 }), async (position, change) => {
        const damaged = Buffer.from(whole);
        damaged[position] = (damaged[position] ?? 0) ^ change;
        writeFileSync(path, damaged);

        const { entries = [] } = (await readCheckedLines(path)) ?? {};

        expect(['one', 'two', 'three'].filter((one) => entries.includes(one))).toHaveLength(entries.length);
        expect(entries.length).toBeGreaterThanOrEqual(1);
      }),
    );
  });
});
