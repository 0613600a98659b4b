import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const documentRow = z.strictObject({ id: z.string(), title: z.string(), text: z.string() });
const questionRow = z.strictObject({
  id: z.string(),
  question: z.string(),
  answer: z.string(),
  type: z.enum(['bridge', 'comparison', 'single']),
  hops: z.union([z.literal(1), z.literal(2)]),
  gold_passage_ids: z.array(z.string()),
});
type Question = z.infer<typeof questionRow>;

const FILES = ['corpus.jsonl', 'train.jsonl', 'dev.jsonl'] as const;

const corpus = z.array(documentRow).parse(readLines('corpus.jsonl'));
const train = z.array(questionRow).parse(readLines('train.jsonl'));
const dev = z.array(questionRow).parse(readLines('dev.jsonl'));
const questions = [...train, ...dev];
const documents = new Map(corpus.map((document) => [document.id, document]));

describe.each(FILES)('configs/offline/%s', (file) => {
  it('is UTF-8 in normal form C', () => {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readBytes(file));

    expect(text).toBe(text.normalize('NFC'));
  });

  it('has one JSON object per line and a final newline', () => {
    const text = readBytes(file).toString('utf8');
    const lines = text.split('\n');

    expect(lines.pop()).toBe('');
    expect(lines.filter((line) => !line.startsWith('{') || !line.endsWith('}'))).toEqual([]);
  });
});

describe('the corpus', () => {
  it('has at least 60 documents', () => {
    expect(corpus.length).toBeGreaterThanOrEqual(60);
  });

  it('repeats no id, title or text', () => {
    expect(repeated(corpus.map(({ id }) => id))).toEqual([]);
    expect(repeated(corpus.map(({ title }) => title))).toEqual([]);
    expect(repeated(corpus.map(({ text }) => text))).toEqual([]);
  });

  it('has texts of 250 to 700 characters that open with their title', () => {
    const odd = corpus.filter(({ title, text }) => !isLengthBetween(text, 250, 700) || !opensWith(text, title));

    expect(odd.map(({ id }) => id)).toEqual([]);
  });

  it('has trimmed texts on one line', () => {
    const odd = corpus.filter(
      ({ title, text }) => /\s{2}|[\r\n\t]/u.test(text) || text !== text.trim() || title === '',
    );

    expect(odd.map(({ id }) => id)).toEqual([]);
  });
});

describe('the questions', () => {
  it('are 40 to compile on and 60 to measure on, half of them with one hop', () => {
    expect({ train: countTypes(train), dev: countTypes(dev) }).toEqual({
      train: { single: 20, bridge: 12, comparison: 8 },
      dev: { single: 30, bridge: 18, comparison: 12 },
    });
  });

  it('are asked once, in train or in dev', () => {
    expect(repeated(questions.map(({ id }) => id))).toEqual([]);
    expect(repeated(questions.map(({ question }) => question.toLowerCase()))).toEqual([]);
  });

  it('do not ask in dev for what train asks for', () => {
    const asked = (row: Question) => JSON.stringify([row.answer.toLowerCase(), row.gold_passage_ids.at(-1)]);
    const askedInTrain = new Set(train.filter((row) => row.type !== 'comparison').map(asked));
    const comparedInTrain = new Set(train.filter((row) => row.type === 'comparison').map(comparedDocuments));

    expect(dev.filter((row) => askedInTrain.has(asked(row))).map(({ id }) => id)).toEqual([]);
    expect(dev.filter((row) => comparedInTrain.has(comparedDocuments(row))).map(({ id }) => id)).toEqual([]);
  });

  it('name as many different documents as they have hops', () => {
    const odd = questions.filter(
      (row) =>
        row.hops !== (row.type === 'single' ? 1 : 2) ||
        new Set(row.gold_passage_ids).size !== row.hops ||
        row.gold_passage_ids.length !== row.hops ||
        row.gold_passage_ids.some((id) => !documents.has(id)),
    );

    expect(odd.map(({ id }) => id)).toEqual([]);
  });

  it('have answers that stand word for word in a gold document, or are yes or no', () => {
    const odd = questions.filter((row) => !isYesOrNo(row.answer) && !isInGoldDocument(row));

    expect(odd.map(({ id }) => id)).toEqual([]);
  });

  it('offer one of the two names in a comparison, or yes or no, both equally often', () => {
    const comparisons = questions.filter((row) => row.type === 'comparison');
    const odd = comparisons.filter(({ question, answer }) => !isYesOrNo(answer) && !question.includes(answer));

    expect(odd.map(({ id }) => id)).toEqual([]);
    expect(comparisons.filter(({ answer }) => isYesOrNo(answer)).length).toBe(comparisons.length / 2);
    expect(comparisons.filter(({ answer }) => answer === 'yes').length).toBe(comparisons.length / 4);
  });

  it('end in a question mark, and answers have at most five words', () => {
    const odd = questions.filter(
      ({ question, answer }) =>
        !question.endsWith('?') || !isLengthBetween(question, 15, 140) || answer.split(' ').length > 5 || answer === '',
    );

    expect(odd.map(({ id }) => id)).toEqual([]);
  });
});

function readBytes(file: string): Buffer {
  return readFileSync(new URL(`../../configs/offline/${file}`, import.meta.url));
}

function readLines(file: string): unknown[] {
  const lines = readBytes(file).toString('utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line));
}

function repeated(values: readonly string[]): string[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}

function isLengthBetween(text: string, least: number, most: number): boolean {
  const length = [...text].length;
  return length >= least && length <= most;
}

/** "The moonbell is …" is fine for the title "Moonbell". */
function opensWith(text: string, title: string): boolean {
  const opening = text.toLowerCase();
  return opening.startsWith(title.toLowerCase()) || opening.startsWith(`the ${title.toLowerCase()}`);
}

function countTypes(rows: readonly Question[]): Record<Question['type'], number> {
  const count = (type: Question['type']) => rows.filter((row) => row.type === type).length;
  return { single: count('single'), bridge: count('bridge'), comparison: count('comparison') };
}

function comparedDocuments(row: Question): string {
  return [...row.gold_passage_ids].sort().join(' ');
}

function isYesOrNo(answer: string): boolean {
  return answer === 'yes' || answer === 'no';
}

function isInGoldDocument(row: Question): boolean {
  const answer = row.answer.toLowerCase();
  return row.gold_passage_ids.some((id) => documents.get(id)?.text.toLowerCase().includes(answer));
}
