import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sentenceSpans } from '../../src/chunkers/sentence-spans.ts';
import { hasShared, readSharedJsonLines } from '../shared-data.ts';

const HOTPOTQA = 'data/hotpotqa/dev-visible-300.full.jsonl.gz';

interface HotpotqaRow {
  readonly context: { readonly sentences: readonly (readonly string[])[] };
}

const sentencesOf = (text: string) => sentenceSpans(text).map(({ start, end }) => text.slice(start, end).trim());

describe('sentenceSpans', () => {
  it.each<[string, string[]]>([
    ['One. Two! Three? Four', ['One.', 'Two!', 'Three?', 'Four']],
    [
      'Dr. J. K. Vance met Mrs. Holt at St. Mary. They left.',
      ['Dr. J. K. Vance met Mrs. Holt at St. Mary.', 'They left.'],
    ],
    ['Pi is 3.14159. Version 2.0.1 is out.', ['Pi is 3.14159.', 'Version 2.0.1 is out.']],
    ['See Fig. 3 and No. 5, e.g. The Moot. Then go on.', ['See Fig. 3 and No. 5, e.g. The Moot.', 'Then go on.']],
    ['She works for Lanner Inc. The ferry is old.', ['She works for Lanner Inc.', 'The ferry is old.']],
    ['Lanner Inc. Holdings grew in the U.S. Army years.', ['Lanner Inc. Holdings grew in the U.S. Army years.']],
    ['Holt v. Vance (c. 1880, p. 12) ended it. So be it.', ['Holt v. Vance (c. 1880, p. 12) ended it.', 'So be it.']],
    ['At 5 p.m. It rained.', ['At 5 p.m.', 'It rained.']],
    ['“Stop!” she cried. “Why?” He ran.', ['“Stop!” she cried.', '“Why?”', 'He ran.']],
    ['It ended (in 1912.) Nobody knew.', ['It ended (in 1912.)', 'Nobody knew.']],
    ['Wait... what? Yes… No.', ['Wait... what?', 'Yes…', 'No.']],
    ['1. First point. 2. Second point.', ['1. First point.', '2. Second point.']],
    ['今日は晴れ。明日は雨！「本当？」はい', ['今日は晴れ。', '明日は雨！', '「本当？」', 'はい']],
    ['हाँ। नहीं।', ['हाँ।', 'नहीं।']],
    ['A title\n\nA line that\ngoes on. End', ['A title', 'A line that\ngoes on.', 'End']],
    ['List:\n- one\n- two\n3. three', ['List:', '- one', '- two', '3. three']],
    ['www.example.org is up. node.js too.', ['www.example.org is up. node.js too.']],
    ['   ', ['']],
    ['', []],
  ])('cuts %j', (text, sentences) => {
    expect(sentencesOf(text)).toEqual(sentences);
  });

  it('gives back the text', () => {
    const parts = fc.array(
      fc.constantFrom('Mr', 'word', 'Word', '.', '!', '。', ' ', '\n', '\n\n', '- ', '"', '3', '𝒳'),
    );
    fc.assert(
      fc.property(parts, (atoms) => {
        const text = atoms.join('');
        const spans = sentenceSpans(text);

        expect(spans.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text);
        expect(spans.every(({ start, end }) => start < end)).toBe(true);
      }),
    );
  });
});

describe.skipIf(!hasShared(HOTPOTQA))('sentenceSpans on the passages of HotPotQA, which are lists of sentences', () => {
  const passages = hasShared(HOTPOTQA)
    ? readSharedJsonLines<HotpotqaRow>(HOTPOTQA).flatMap(({ context }) => context.sentences)
    : [];
  const intl = new Intl.Segmenter('en', { granularity: 'sentence' });

  it('finds their ends, with a tenth of the wrong ones that Intl.Segmenter finds', () => {
    const ours = compareEnds(passages, (text) => sentenceSpans(text).map(({ end }) => end));
    const others = compareEnds(passages, (text) =>
      Array.from(intl.segment(text), ({ index, segment }) => index + segment.length),
    );

    expect(ours).toEqual({ right: 9051, wrong: 54, missed: 124 });
    expect(ours.wrong).toBeLessThan(others.wrong / 10);
  });
});

/** Counts ends of sentences within passages. */
function compareEnds(passages: readonly (readonly string[])[], endsIn: (text: string) => readonly number[]) {
  const counts = { right: 0, wrong: 0, missed: 0 };
  for (const sentences of passages) {
    const trimmed = sentences.map((sentence) => sentence.trim()).filter((sentence) => sentence !== '');
    const text = trimmed.join(' ');
    const expected = new Set(trimmed.map((_, index) => trimmed.slice(0, index + 1).join(' ').length));
    const found = new Set(endsIn(text).map((end) => text.slice(0, end).trimEnd().length));
    for (const ends of [expected, found]) ends.delete(text.length);
    const right = [...found].filter((end) => expected.has(end)).length;
    counts.right += right;
    counts.wrong += found.size - right;
    counts.missed += expected.size - right;
  }
  return counts;
}
