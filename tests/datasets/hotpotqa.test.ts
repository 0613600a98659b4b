import { describe, expect, it } from 'vitest';
import type { Fields } from '../../src/core/fields.ts';
import { parseRowFilter } from '../../src/core/row-filter.ts';
import type { Row } from '../../src/core/row-source.ts';
import { hotpotQa } from '../../src/datasets/hotpotqa.ts';
import { hubOptions } from '../../src/sources/hub-options.ts';
import { rowSource } from '../../src/sources/row-source.ts';
import { closedInput } from '../fakes/closed-input.ts';
import { hubServer } from '../fakes/hub-server.ts';
import { hasShared, readShared, sharedPath } from '../shared-data.ts';
import { collect } from '../sources/reading.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const options = { config: 'fullwiki', revision: 'main', onlyHard: true } as const;
const sizes = { trainSeed: 1, train: 20, evalSeed: 42, dev: 20 };

function row(id: string, level: string | null, changes: Fields = {}): Row {
  const fields = {
    id,
    question: `Q ${id}?`,
    answer: `A ${id}`,
    level,
    supporting_facts: { title: ['Zeta', 'Alpha', 'Zeta'], sent_id: [0, 1, 2] },
    ...changes,
  };
  return { fields, origin: `train.parquet row ${id}` };
}

describe('hotpotQa', () => {
  it('is the train split of a configuration, without its contexts', () => {
    expect(hotpotQa({ ...options, config: 'distractor' }).locations).toEqual([
      {
        type: 'hub',
        repository: 'hotpotqa/hotpot_qa',
        revision: 'main',
        files: { config: 'distractor', split: 'train' },
        columns: ['id', 'question', 'answer', 'level', 'supporting_facts'],
        limit: null,
      },
    ]);
  });

  it('gives train and dev examples the keys DSPy gives them, in its order', () => {
    const rows = ['0', '1', '2', '3'].map((id) => row(id, 'hard'));

    const { train, dev } = hotpotQa(options).split([rows], sizes);

    // random.Random(0).shuffle([0, 1, 2, 3]) gives 2, 0, 1, 3, and of 4 rows 3 are for training.
    expect(train.map(({ id }) => id)).toEqual(['0', '1', '2']);
    expect(train[0]).toEqual({
      id: '0',
      fields: {
        question: 'Q 0?',
        answer: 'A 0',
        dspy_uuid: 'dafb28f0-564c-5d21-87c8-6ae97c98f007',
        dspy_split: 'train',
      },
      inputKeys: ['question'],
    });
    expect(dev).toEqual([
      {
        id: '3',
        fields: {
          question: 'Q 3?',
          answer: 'A 3',
          gold_titles: ['Alpha', 'Zeta'],
          dspy_uuid: '66ef48e4-58c6-5398-b936-8cb3e58468e2',
          dspy_split: 'dev',
        },
        inputKeys: ['question'],
      },
    ]);
    expect(Object.keys(train[0]?.fields ?? {})).toEqual(['question', 'answer', 'dspy_uuid', 'dspy_split']);
    expect(Object.keys(dev[0]?.fields ?? {})).toEqual(['question', 'answer', 'gold_titles', 'dspy_uuid', 'dspy_split']);
  });

  it('leaves out easy and medium questions unless told otherwise', () => {
    const rows = [row('0', 'easy'), row('1', 'hard'), row('2', 'medium'), row('3', 'hard')];
    const idsWith = (onlyHard: boolean) => {
      const { train, dev } = hotpotQa({ ...options, onlyHard }).split([rows], sizes);
      return [...train, ...dev].map(({ id }) => id).sort();
    };

    expect(idsWith(true)).toEqual(['1', '3']);
    expect(idsWith(false)).toEqual(['0', '1', '2', '3']);
  });

  it('takes none for size 0 and all for null', () => {
    const rows = Array.from({ length: 8 }, (_, index) => row(String(index), 'hard'));

    const { train, dev } = hotpotQa(options).split([rows], { ...sizes, train: 0, dev: null });

    expect([train.length, dev.length]).toEqual([0, 2]);
  });

  it('filters the dev pool in its order, before it is cut to size', () => {
    const rows = Array.from({ length: 24 }, (_, index) =>
      row(String(index), 'hard', { type: index % 2 === 0 ? 'bridge' : 'comparison' }),
    );
    const devOf = (dev: number | null, filters: readonly string[]) =>
      hotpotQa(options)
        .split([rows], { ...sizes, dev, devFilters: filters.map(parseRowFilter) })
        .dev.map(({ id }) => Number(id));

    const bridges = devOf(null, []).filter((id) => id % 2 === 0);

    expect(bridges.length).toBeGreaterThan(1);
    expect(devOf(null, ['type=bridge'])).toEqual(bridges);
    expect(devOf(1, ['type=bridge'])).toEqual(bridges.slice(0, 1));
    expect(devOf(null, ['type=bridge', 'level!=hard'])).toEqual([]);
    expect(
      hotpotQa(options).split([rows], { ...sizes, devFilters: [parseRowFilter('type=bridge')] }).train,
    ).toHaveLength(18);
  });

  it('says what is wrong with the rows', () => {
    const split = (rows: readonly Row[]) => hotpotQa(options).split([rows], sizes);

    expect(() => split([])).toThrow('hotpotqa has 0 rows, none of them of level "hard"');
    expect(() => split([row('0', 'easy')])).toThrow('hotpotqa has 1 rows, none of them of level "hard"');
    expect(() => split([{ fields: { levels: 'hard', id: '0' }, origin: 'train.parquet row 0' }])).toThrow(
      'train.parquet row 0 has no column "level"; it has "levels", "id"',
    );
    expect(() => split([row('0', null)])).toThrow('train.parquet row 0 has null in column "level", expected a text');
    expect(() => split([row('0', 'hard', { supporting_facts: [] })])).toThrow(
      'train.parquet row 0 has an empty list in column "supporting_facts", expected an object with a list of titles',
    );
  });
});

describe.skipIf(!hasShared('data/hotpotqa/dspy-golden.json'))("hotpotQa on the positions of DSPy's examples", () => {
  it('takes the rows DSPy takes of 15661 hard ones among others', () => {
    const golden = JSON.parse(readShared('data/hotpotqa/dspy-golden.json'));
    const rows = Array.from({ length: golden.hard_train_count }, (_, index) => [
      row(`easy-${index}`, index % 3 === 0 ? 'easy' : 'medium'),
      row(String(index), 'hard'),
    ]).flat();
    const positions = (examples: readonly { readonly id: string }[]) => examples.map(({ id }) => Number(id));

    const { train, dev } = hotpotQa(options).split([rows], sizes);
    const other = hotpotQa(options).split([rows], { ...sizes, evalSeed: 2023, train: null, dev: 50 });

    expect(positions(train)).toEqual(golden.train_seed1_size20_hard_ordinals);
    expect(positions(dev)).toEqual(golden.dev_seed42_size20_hard_ordinals);
    expect(positions(other.dev)).toEqual(golden.dev_seed2023_size50_hard_ordinals);
    expect(other.train.length).toBe(golden.train_pool_size);
  });
});

describe.skipIf(!hasShared('data/hub-mirror/hotpotqa/mini-split-golden.json'))('hotpotQa from a hub', () => {
  const folder = temporaryFolder();

  it("gives what DSPy's loader gives for the same files", async () => {
    const golden = JSON.parse(readShared('data/hub-mirror/hotpotqa/mini-split-golden.json'));
    const server = await hubServer(sharedPath('data/hub-mirror'));
    const source = rowSource({
      hub: hubOptions({ HF_ENDPOINT: server.url }, folder.path),
      folder: folder.path,
      standardInput: closedInput,
    });
    const dataset = hotpotQa(options);
    const ids = (examples: readonly { readonly id: string }[]) => examples.map(({ id }) => id);
    const { signal } = new AbortController();
    const rows = await Promise.all(
      dataset.locations.map(async (location) => collect((await source.open(location, signal)).rows)),
    );
    await server.close();

    const first = dataset.split(rows, sizes);
    const second = dataset.split(rows, { trainSeed: 0, train: 16, evalSeed: 2023, dev: 50 });

    expect([rows[0]?.length, ids(first.train), ids(first.dev)]).toEqual([
      golden.rows,
      golden.train_seed1_size20,
      golden.dev_seed42_size20,
    ]);
    expect([ids(second.train), ids(second.dev)]).toEqual([golden.train_seed0_size16, golden.dev_seed2023_size50]);
  });
});
