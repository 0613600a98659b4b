import { coverageOf, gatherEvidence } from './evidence.ts';
import { isFunctionWord } from './function-words.ts';
import { isDemonym } from './name-readings.ts';
import { namesIn, quotedIn } from './names.ts';
import { type Passage, readPassage } from './passage.ts';
import { textOf } from './passage-text.ts';
import { readQuestion } from './question.ts';
import { weighWords } from './word-weights.ts';
import { tokenize } from './words.ts';

const MOST_NAMES = 10;

/**
 * What to search for next: the content words of the question, then the names the passages found so far have and it has
 * not, those of the sentences closest to the question first. Without passages the words of the question alone.
 */
export function searchWords(text: string, passageTexts: readonly string[]): string {
  const question = readQuestion(text);
  const words = question.tokens.filter(({ kind, lower }) => kind !== 'mark' && !isFunctionWord(lower));
  const asked = new Set(words.map(({ stem }) => stem));
  const passages = passageTexts.map(readPassage);
  const evidence = gatherEvidence(weighWords(question, passages), passages);
  const ranked = passages
    .flatMap((passage) =>
      passage.sentences.map((_, sentence) => ({
        names: namesOf(passage, sentence),
        weight: coverageOf(evidence.get(passage)?.bySentence[sentence] ?? []),
      })),
    )
    .sort((left, right) => right.weight - left.weight)
    .flatMap(({ names }) => names);
  const isNew = (name: string) => tokenize(name).some(({ kind, stem }) => kind !== 'mark' && !asked.has(stem));
  const found = [...new Set(ranked)].filter(isNew).slice(0, MOST_NAMES);
  return [...words.map((word) => word.text), ...found].join(' ');
}

function namesOf(passage: Passage, sentence: number): readonly string[] {
  const span = passage.sentences[sentence] ?? { from: 0, to: 0 };
  const names = namesIn(passage, span).filter((name) => !isDemonym(passage, name));
  return [...names, ...quotedIn(passage, span)].map((name) => textOf(passage, name));
}
