import { describe, expect, it } from 'vitest';
import { csvRecords } from '../../src/sources/csv-records.ts';

const MEGABYTE = 'x'.repeat(2 ** 20);

async function* lines(...texts: readonly string[]) {
  for (const [index, text] of texts.entries()) yield { text, number: index + 1 };
}

describe('csvRecords', () => {
  it('gives up a quotation mark that is not closed within 16 million characters', async () => {
    const records = csvRecords(lines('"open', ...Array<string>(20).fill(MEGABYTE)), ',');

    const record = await records.next();

    expect({ isClosed: record?.isClosed, lines: record?.lines.length }).toEqual({ isClosed: false, lines: 17 });
    expect((await records.next())?.lines[0].number).toBe(18);
  });

  it('gives lines that were put back once more, in their order', async () => {
    const records = csvRecords(lines('a', 'b', 'c'), ',');
    const first = await records.next();
    const second = await records.next();

    records.putBack([...(first?.lines ?? []), ...(second?.lines ?? [])]);

    const again = [await records.next(), await records.next(), await records.next(), await records.next()];
    expect(again.map((record) => record?.lines[0].text)).toEqual(['a', 'b', 'c', undefined]);
  });
});
