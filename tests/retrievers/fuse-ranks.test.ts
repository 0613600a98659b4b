import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuseRanks } from '../../src/retrievers/fuse-ranks.ts';

describe('fuseRanks', () => {
  const ranked = (text: string, weight = 1) => ({ items: [...text].map((id) => ({ id })), weight });
  const scoresOf = (lists: readonly ReturnType<typeof ranked>[], k?: number) =>
    fuseRanks(lists, k).map(({ item, score }) => [item.id, Number(score.toFixed(6))]);

  it.each<[string, number, readonly number[], readonly (readonly [string, number])[]]>([
    [
      'k = 2',
      2,
      [1, 1],
      [
        ['a', 0.833333],
        ['c', 0.75],
        ['b', 0.333333],
        ['d', 0.25],
      ],
    ],
    [
      'k = 60',
      60,
      [1, 1],
      [
        ['a', 0.03306],
        ['c', 0.032796],
        ['b', 0.016393],
        ['d', 0.016129],
      ],
    ],
    [
      'k = 2, weights 3 and 1',
      2,
      [3, 1],
      [
        ['a', 1.083333],
        ['c', 1],
        ['b', 0.6],
        ['d', 0.25],
      ],
    ],
  ])('gives the scores of Qdrant with %s', (_, k, [first, second], expected) => {
    expect(scoresOf([ranked('abc', first), ranked('cad', second)], k)).toEqual(expected);
  });

  it('leaves out the score, not the items, of a list of weight 0', () => {
    expect(scoresOf([ranked('ab'), ranked('c', 0)])).toEqual([
      ['a', 0.5],
      ['b', 0.333333],
      ['c', 0],
    ]);
  });

  it('keeps equal scores in id order', () => {
    expect(scoresOf([ranked('b'), ranked('a')])).toEqual([
      ['a', 0.5],
      ['b', 0.5],
    ]);
  });

  it('takes an item from the first list that holds it', () => {
    const lists = [
      { items: [{ id: 'a', from: 1 }], weight: 0 },
      { items: [{ id: 'a', from: 2 }], weight: 1 },
    ];

    expect(fuseRanks(lists)).toEqual([{ item: { id: 'a', from: 1 }, score: 0.5 }]);
  });

  const items = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 2 }), { maxLength: 20 });
  const idsOf = (lists: readonly (readonly string[])[]) =>
    fuseRanks(lists.map((list) => ({ items: list.map((id) => ({ id })), weight: 1 }))).map(({ item }) => item.id);

  it('holds every item of the lists once', () => {
    const lists = items.chain((all) => fc.array(fc.subarray(all), { maxLength: 4 }));
    fc.assert(
      fc.property(lists, (given) => {
        expect(idsOf(given).toSorted()).toEqual([...new Set(given.flat())].toSorted());
      }),
    );
  });

  it('changes no order that all lists agree on', () => {
    fc.assert(
      fc.property(items, fc.integer({ min: 1, max: 4 }), (list, copies) => {
        expect(idsOf(Array.from({ length: copies }, () => list))).toEqual(list);
      }),
    );
  });
});
