import type { Fields } from '../core/fields.ts';
import { murmur3 } from '../text/murmur3.ts';
import { stemming, tellingWords, wordsOf } from './words.ts';

/** Numbers at a few of 2^31 places; `indices` are distinct. */
export interface SparseVector {
  readonly indices: readonly number[];
  readonly values: readonly number[];
}

export interface SparseWords {
  /** Words in a payload's title and text together: what the average is taken of. */
  length(payload: Fields): number;
  /** What each word of a payload's title and text adds to the score of a query that holds it, before the word's rarity counts. */
  document(payload: Fields, averageLength: number): SparseVector;
  /** 1 for each telling word of a question; empty when it has no word. */
  query(question: string): SparseVector;
}

/**
 * BM25 as sparse vectors: the dot product of a document's and a query's, each place of the query times the rarity (IDF) of its word,
 * is the BM25 score. Words, stems and the weight of a title are those of the embedded store; the place of a word is that of Qdrant's
 * own BM25: the absolute value of its MurmurHash3, read as a signed number.
 *
 * Source of the weight: Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, equation 3.15, with the term
 * frequencies of fields added up before (equation 3.19 with one b for all).
 */
export function sparseWords(): SparseWords {
  const stem = stemming();
  const stems = (value: unknown) => (typeof value === 'string' ? wordsOf(value).map(stem) : []);
  return {
    length: ({ title, text }) => stems(title).length + stems(text).length,
    document: ({ title, text }, averageLength) => {
      const [inTitle, inText] = [stems(title), stems(text)];
      const saturation = K1 * (1 - B + (B * (inTitle.length + inText.length)) / averageLength);
      const frequencies = new Map<number, number>();
      for (const word of inTitle) addTo(frequencies, placeOf(word), TITLE_WEIGHT);
      for (const word of inText) addTo(frequencies, placeOf(word), 1);
      return {
        indices: [...frequencies.keys()],
        values: Array.from(frequencies.values(), (frequency) => (frequency * (K1 + 1)) / (frequency + saturation)),
      };
    },
    query: (question) => {
      const indices = [...new Set(tellingWords(question).map((word) => placeOf(stem(word))))];
      return { indices, values: indices.map(() => 1) };
    },
  };
}

/** A word of the title says more about a passage than one in its text; 5 is no better than 3 on HotpotQA, 1 and 2 are worse. */
export const TITLE_WEIGHT = 3;

/** Of BM25, as in SQLite and in Qdrant. */
const K1 = 1.2;
const B = 0.75;

function addTo(frequencies: Map<number, number>, place: number, weight: number): void {
  frequencies.set(place, (frequencies.get(place) ?? 0) + weight);
}

function placeOf(word: string): number {
  return Math.abs(murmur3(word) | 0);
}
