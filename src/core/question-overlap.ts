import { createHash } from 'node:crypto';
import { normalizeAnswer } from '../text/normalize-answer.ts';
import type { Example } from './example.ts';
import type { Fields } from './fields.ts';

/** A question that is a training example and is also to be evaluated on. */
export interface SharedQuestion {
  /** As the devset words it. */
  readonly question: string;
  /** Ids of the two examples. */
  readonly train: string;
  readonly dev: string;
}

/** The questions of the devset that are also training examples, in devset order; `questionHash` says which are the same. */
export function sharedQuestions(trainset: readonly Example[], devset: readonly Example[]): readonly SharedQuestion[] {
  const trained = findByQuestion(trainset);
  return devset.flatMap(({ id, fields }) => {
    const train = trained(fields);
    return train === null ? [] : [{ question: String(fields.question), train: train.id, dev: id }];
  });
}

/** A function that finds the example with the same question as a record, a demo for one; null when there is none. */
export function findByQuestion(examples: readonly Example[]): (record: Fields) => Example | null {
  const byHash = new Map(examples.map((example) => [questionHash(example.fields), example]));
  return (record) => {
    const hash = questionHash(record);
    return hash === null ? null : (byHash.get(hash) ?? null);
  };
}

/**
 * 16 hexadecimal digits that are the same for questions which differ in case, punctuation, articles or white space only, so that
 * questions can be compared without being shown; null for a record without a question.
 */
export function questionHash({ question }: Fields): string | null {
  if (typeof question !== 'string') return null;
  const key = normalizeAnswer(question);
  // Of some questions nothing is left but white space; as they stand they still differ.
  const hash = createHash('sha256').update(key === '' ? question : key);
  return hash.digest('hex').slice(0, 16);
}
