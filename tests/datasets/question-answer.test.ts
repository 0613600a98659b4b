import { describe, expect, it } from 'vitest';
import type { Fields } from '../../src/core/fields.ts';
import { parseRowFilter } from '../../src/core/row-filter.ts';
import { type QuestionAnswerOptions, questionAnswer } from '../../src/datasets/question-answer.ts';

const defaults: QuestionAnswerOptions = {
  train: { type: 'files', paths: ['/train.jsonl'] },
  dev: { type: 'files', paths: ['/dev.jsonl'] },
  question: 'question',
  answer: 'answer',
  inputs: [],
  keep: [],
  shuffle: false,
};
const all = { trainSeed: 1, train: null, evalSeed: 42, dev: null };

function rows(name: string, ...fields: readonly Fields[]) {
  return fields.map((row, index) => ({ fields: row, origin: `${name}.jsonl:${index + 1}` }));
}

function numbered(name: string, count: number) {
  return rows(name, ...Array.from({ length: count }, (_, index) => ({ question: `${name} ${index}?`, answer: 'a' })));
}

describe('questionAnswer', () => {
  it('reads the columns it needs, or all when the id may be in any', () => {
    const hub = {
      type: 'hub',
      repository: 'o/n',
      revision: 'main',
      files: { config: 'default', split: 'test' },
    } as const;

    expect(questionAnswer({ ...defaults, dev: hub, id: 'key', keep: ['gold'] }).locations).toEqual([
      { type: 'files', paths: ['/train.jsonl'], columns: ['key', 'question', 'answer', 'gold'], limit: null },
      { ...hub, columns: ['key', 'question', 'answer', 'gold'], limit: null },
    ]);
    expect(questionAnswer({ ...defaults, train: null }).locations).toEqual([
      { type: 'files', paths: ['/dev.jsonl'], columns: null, limit: null },
    ]);
  });

  it('maps columns to fields and keeps those asked for', () => {
    const row = { key: 7, q: 'How long?', a: ['73 km', '73 kilometres'], gold: ['river-lind'], other: 1 };
    const dataset = questionAnswer({ ...defaults, train: null, question: 'q', answer: 'a', id: 'key', keep: ['gold'] });

    expect(dataset.split([rows('dev', row)], all)).toEqual({
      train: [],
      dev: [
        {
          id: '7',
          fields: { question: 'How long?', answer: ['73 km', '73 kilometres'], gold: ['river-lind'] },
          inputKeys: ['question'],
        },
      ],
    });
  });

  it('filters questions by any column of their rows, before they are cut to size', () => {
    const dataset = questionAnswer({ ...defaults, train: null, keep: [] });
    const dev = ['a', 'b', 'b', 'a'].map((kind, index) => ({ question: `${index}`, answer: 'x', kind }));
    const devFilters = [parseRowFilter('kind=b')];

    expect(dataset.split([rows('dev', ...dev)], { ...all, devFilters }).dev.map(({ id }) => id)).toEqual([
      'dev-1',
      'dev-2',
    ]);
    expect(dataset.split([rows('dev', ...dev)], { ...all, dev: 1, devFilters }).dev.map(({ id }) => id)).toEqual([
      'dev-1',
    ]);
  });

  it('passes more columns into the program when asked to', () => {
    const row = { question: 'How long?', tags: ['river'], answer: 73 };
    const dataset = questionAnswer({ ...defaults, dev: null, inputs: ['tags'] });

    expect(dataset.split([rows('train', row)], all).train).toEqual([
      {
        id: 'train-0',
        fields: { question: 'How long?', tags: ['river'], answer: 73 },
        inputKeys: ['question', 'tags'],
      },
    ]);
  });

  it('takes rows in their order, the first ones for a size', () => {
    const { train, dev } = questionAnswer(defaults).split([numbered('train', 4), numbered('dev', 3)], {
      ...all,
      train: 2,
      dev: 9,
    });

    expect(train.map(({ id, fields }) => `${id} ${fields.question}`)).toEqual(['train-0 train 0?', 'train-1 train 1?']);
    expect(dev.map(({ id }) => id)).toEqual(['dev-0', 'dev-1', 'dev-2']);
  });

  it("shuffles as DSPy's data sets do when asked to", () => {
    const lists = [numbered('train', 5), numbered('dev', 5)];

    const { train, dev } = questionAnswer({ ...defaults, shuffle: true }).split(lists, { ...all, dev: 2 });

    expect(train.map(({ id }) => id)).toEqual(['train-2', 'train-3', 'train-4', 'train-0', 'train-1']);
    expect(dev.map(({ id }) => id)).toEqual(['dev-3', 'dev-1']);
  });

  it('uses a column called id when none is named', () => {
    const { train } = questionAnswer({ ...defaults, dev: null }).split(
      [rows('train', { id: 'a', question: 'Q?', answer: 'A' })],
      all,
    );

    expect(train.map(({ id }) => id)).toEqual(['a']);
  });

  it.each<[string, Partial<QuestionAnswerOptions>, Fields[], string, string]>([
    [
      'a column that is not there',
      { question: 'querstion' },
      [{ text: 'x', question: 'Q?', answer: 'A' }],
      'DATASET_COLUMN_MISSING',
      'train.jsonl:1 has no column "querstion"; it has "question", "text", "answer"',
    ],
    [
      'a question that is no text',
      {},
      [{ question: 1, answer: 'A' }],
      'ROW_INVALID',
      'train.jsonl:1 has a number in column "question", expected a text',
    ],
    [
      'no answer',
      {},
      [{ question: 'Q?', answer: null }],
      'ROW_INVALID',
      'train.jsonl:1 has null in column "answer", expected an answer',
    ],
    [
      'no accepted answer',
      {},
      [{ question: 'Q?', answer: [] }],
      'ROW_INVALID',
      'train.jsonl:1 has an empty list in column "answer", expected an answer',
    ],
    [
      'an id twice',
      { id: 'key' },
      [
        { key: 1, question: 'Q?', answer: 'A' },
        { key: 1, question: 'Q?', answer: 'A' },
      ],
      'DATASET_INVALID',
      'train.jsonl:2 has the id "1", as train.jsonl:1 has',
    ],
    [
      'an id that is none',
      { id: 'key' },
      [{ key: [], question: 'Q?', answer: 'A' }],
      'ROW_INVALID',
      'train.jsonl:1 has an empty list in column "key", expected a text or a whole number',
    ],
    ['no rows', {}, [], 'DATASET_EMPTY', 'the train rows of question-answer are empty'],
  ])('refuses %s', (_, options, fields, code, message) => {
    const dataset = questionAnswer({ ...defaults, dev: null, ...options });

    expect(() => dataset.split([rows('train', ...fields)], all)).toThrow(expect.objectContaining({ code, message }));
  });

  it.each<[string, Partial<QuestionAnswerOptions>, string]>([
    [
      'to do without a kept column',
      { keep: ['gold'] },
      'dataset.keep asks for it; to do without:  --set "dataset.keep=[]"',
    ],
    [
      'to go on keeping the others',
      { keep: ['question', 'gold', 'answer'] },
      'dataset.keep asks for it; to do without:  --set "dataset.keep=[question, answer]"',
    ],
    ['to name a column of inputs', { inputs: ['gold'] }, 'say which column it is:  --set dataset.inputs=…'],
  ])('says how %s', (_, options, hint) => {
    const dataset = questionAnswer({ ...defaults, dev: null, ...options });

    expect(() => dataset.split([rows('train', { question: 'Q?', answer: 'A' })], all)).toThrow(
      expect.objectContaining({
        code: 'DATASET_COLUMN_MISSING',
        message: 'train.jsonl:1 has no column "gold"; it has "answer", "question"',
        hint,
      }),
    );
  });
});
