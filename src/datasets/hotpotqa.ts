import type { Dataset } from '../core/dataset.ts';
import { RagError } from '../core/errors.ts';
import type { Example } from '../core/example.ts';
import type { JsonValue } from '../core/fields.ts';
import { columnUnfit, valueIn } from '../core/row-column.ts';
import { matchesFilter } from '../core/row-filter.ts';
import type { Row } from '../core/row-source.ts';
import { pythonRandom } from '../python/random.ts';
import { uuidV5 } from '../text/uuid.ts';
import { shuffleAndCut } from './shuffle-and-cut.ts';
import { textIn } from './text-in.ts';

export interface HotpotQaOptions {
  readonly config: 'fullwiki' | 'distractor';
  readonly revision: string;
  /** As DSPy, which has no other way: easy and medium questions are left out. */
  readonly onlyHard: boolean;
}

/** Namespace of the UUIDs made from row ids. */
const ROW_NAMESPACE = '06874ef6-1ed4-4c1a-ac2c-d5b247330c5a';

/**
 * HotPotQA as DSPy splits it, down to the order: the hard questions of the official train split, shuffled with seed 0; the first
 * 75 % are the train pool, the rest the dev pool; each is shuffled by its seed and cut to its size.
 *
 * Train examples have `question, answer, dspy_uuid, dspy_split`; dev examples also `gold_titles` (sorted: a set in Python),
 * after the answer. `dspy_uuid` is made from the row's id, where Python draws a random one.
 *
 * DSPy 3.0.4, dspy/datasets/hotpotqa.py, HotPotQA (keep_details="dev_titles", unofficial_dev=True).
 */
export function hotpotQa({ config, revision, onlyHard }: HotpotQaOptions): Dataset {
  return {
    name: 'hotpotqa',
    locations: [
      {
        type: 'hub',
        repository: 'hotpotqa/hotpot_qa',
        revision,
        files: { config, split: 'train' },
        columns: ['id', 'question', 'answer', 'level', 'supporting_facts'],
        limit: null,
      },
    ],
    split: ([rows = []], { trainSeed, train, evalSeed, dev, devFilters = [] }) => {
      const official = onlyHard ? rows.filter((row) => textIn(row, 'level') === 'hard') : rows;
      if (official.length === 0) throw noQuestions(rows.length);
      const pool = pythonRandom(0).shuffle(official);
      const cut = Math.floor((pool.length * 75) / 100);
      return {
        train: shuffleAndCut(pool.slice(0, cut), trainSeed, train).map(trainExample),
        dev: shuffleAndCut(pool.slice(cut), evalSeed, null)
          .filter((row) => devFilters.every((filter) => matchesFilter(row, filter)))
          .slice(0, dev ?? undefined)
          .map(devExample),
      };
    },
  };
}

function trainExample(row: Row): Example {
  return example(row, 'train', {});
}

function devExample(row: Row): Example {
  return example(row, 'dev', { gold_titles: goldTitles(row) });
}

function example(row: Row, split: 'train' | 'dev', details: Readonly<Record<string, JsonValue>>): Example {
  const id = textIn(row, 'id');
  return {
    id,
    fields: {
      question: textIn(row, 'question'),
      answer: textIn(row, 'answer'),
      ...details,
      dspy_uuid: uuidV5(ROW_NAMESPACE, id),
      dspy_split: split,
    },
    inputKeys: ['question'],
  };
}

function goldTitles(row: Row): readonly JsonValue[] {
  const facts = valueIn(row, 'supporting_facts', { code: 'DATASET_COLUMN_MISSING' });
  const titles = typeof facts === 'object' && facts !== null && 'title' in facts ? facts.title : undefined;
  if (!Array.isArray(titles)) throw columnUnfit(row, 'supporting_facts', 'an object with a list of titles');
  return [...new Set(titles)].sort();
}

function noQuestions(rows: number): RagError {
  return new RagError('DATASET_EMPTY', `hotpotqa has ${rows} rows, none of them of level "hard"`, {
    details: { rows },
  });
}
