import type { Dataset } from '../core/dataset.ts';
import { RagError } from '../core/errors.ts';
import type { Example } from '../core/example.ts';
import type { Fields, JsonValue } from '../core/fields.ts';
import { type ColumnMissing, columnUnfit, valueIn } from '../core/row-column.ts';
import { matchesFilter } from '../core/row-filter.ts';
import type { Row, RowLocation } from '../core/row-source.ts';
import { shuffleAndCut } from './shuffle-and-cut.ts';
import { textIn } from './text-in.ts';

export type Place =
  | Pick<Extract<RowLocation, { readonly type: 'files' }>, 'type' | 'paths'>
  | Pick<Extract<RowLocation, { readonly type: 'hub' }>, 'type' | 'repository' | 'revision' | 'files'>;

export interface QuestionAnswerOptions {
  /** Null leaves that list of examples empty. */
  readonly train: Place | null;
  readonly dev: Place | null;
  /** Columns; the examples' fields are always called `question` and `answer`. */
  readonly question: string;
  readonly answer: string;
  readonly id?: string | undefined;
  /** More columns that go into the program, under their own names after the question. */
  readonly inputs: readonly string[];
  /** More columns, kept under their own names after the answer. */
  readonly keep: readonly string[];
  readonly shuffle: boolean;
}

/**
 * Questions and answers in rows of the user's own, for training and for measuring from one place each.
 *
 * Examples come in the order of their rows and a size takes the first ones, as with a list handed to DSPy; seeds matter only with
 * `shuffle`, which shuffles as DSPy's own data sets do. Without an `id` column examples are known by an `id` column if there is
 * one, else by split and position.
 */
export function questionAnswer({ train, dev, shuffle, ...columns }: QuestionAnswerOptions): Dataset {
  const places = [train, dev].filter((place) => place !== null);
  const { id, question, answer, inputs, keep } = columns;
  const needed = id === undefined ? null : [id, question, ...inputs, answer, ...keep];
  const order = shuffle ? shuffleAndCut<Pair> : firstOnes<Pair>;
  return {
    name: 'question-answer',
    locations: places.map((place) => ({ ...place, columns: needed, limit: null })),
    ...(shuffle ? {} : { seedsUnused: 'its rows are taken in their order; --set dataset.shuffle=true shuffles them' }),
    split: (lists, { trainSeed, train: trainSize, evalSeed, dev: devSize, devFilters = [] }) => {
      const pairsAt = (place: Place | null, split: string): readonly Pair[] =>
        place === null ? [] : toExamples(lists[places.indexOf(place)] ?? [], split, columns);
      const wanted = ({ row }: Pair) => devFilters.every((filter) => matchesFilter(row, filter));
      return {
        train: order(pairsAt(train, 'train'), trainSeed, trainSize).map(({ example }) => example),
        dev: order(pairsAt(dev, 'dev'), evalSeed, null)
          .filter(wanted)
          .slice(0, devSize ?? undefined)
          .map(({ example }) => example),
      };
    },
  };
}

type Columns = Pick<QuestionAnswerOptions, 'question' | 'answer' | 'id' | 'inputs' | 'keep'>;

interface Pair {
  readonly row: Row;
  readonly example: Example;
}

function firstOnes<T>(examples: readonly T[], _seed: number, size: number | null): T[] {
  return examples.slice(0, size ?? examples.length);
}

function toExamples(rows: readonly Row[], split: string, columns: Columns): readonly Pair[] {
  if (rows.length === 0) throw new RagError('DATASET_EMPTY', `the ${split} rows of question-answer are empty`);
  const origins = new Map<string, string>();
  return rows.map((row, index) => {
    const example = toExample(row, `${split}-${index}`, columns);
    const earlier = origins.get(example.id);
    if (earlier !== undefined) throw repeatedId(example.id, earlier, row.origin);
    origins.set(example.id, row.origin);
    return { row, example };
  });
}

function toExample(row: Row, name: string, { question, answer, id, inputs, keep }: Columns): Example {
  const expected = valueIn(row, answer, missing('answer'));
  if (isMissing(expected)) throw columnUnfit(row, answer, 'an answer');
  return {
    id: idOf(row, name, id),
    fields: {
      question: textIn(row, question, 'dataset.question'),
      ...columnsOf(row, inputs, () => missing('inputs')),
      answer: expected,
      ...columnsOf(row, keep, (column) => notKept(column, keep)),
    },
    inputKeys: ['question', ...inputs],
  };
}

/** No prediction could ever be right. */
function isMissing(answer: JsonValue): boolean {
  return answer === null || answer === '' || (Array.isArray(answer) && answer.length === 0);
}

function columnsOf(row: Row, columns: readonly string[], ifMissing: (column: string) => ColumnMissing): Fields {
  return Object.fromEntries(columns.map((column) => [column, valueIn(row, column, ifMissing(column))]));
}

/** Only some metrics look at it, and a file in place of the configured one need not have it. */
function notKept(column: string, keep: readonly string[]): ColumnMissing {
  const others = keep.filter((kept) => kept !== column).join(', ');
  const hint = `dataset.keep asks for it; to do without:  --set "dataset.keep=[${others}]"`;
  return { code: 'DATASET_COLUMN_MISSING', hint };
}

function idOf(row: Row, name: string, column: string | undefined): string {
  const value = column === undefined ? (row.fields.id ?? name) : valueIn(row, column, missing('id'));
  const isId = typeof value === 'string' || typeof value === 'bigint' || Number.isInteger(value);
  if (!isId || value === '') throw columnUnfit(row, column ?? 'id', 'a text or a whole number');
  return String(value);
}

function missing(option: Exclude<keyof Columns, 'keep'>): ColumnMissing {
  return { code: 'DATASET_COLUMN_MISSING', setting: `dataset.${option}` };
}

function repeatedId(id: string, earlier: string, origin: string): RagError {
  return new RagError('DATASET_INVALID', `${origin} has the id "${id}", as ${earlier} has`, {
    hint: 'name a column with another value in every row as id, or leave the id out to count rows',
    details: { id, origins: [earlier, origin] },
  });
}
