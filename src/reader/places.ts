import { namesIn } from './names.ts';
import { type PassageText, textOf } from './passage-text.ts';
import { lowerAt, type Span, type Token } from './words.ts';

const PLACED = /^(in|at|near|from|to|around|outside|into|between|on|across|of)$/;

/** The places a passage names behind a preposition, each as its parts: `in Fatih, Istanbul, Turkey` gives three. */
export function placesIn(passage: PassageText): readonly (readonly string[])[] {
  return passage.sentences.flatMap((sentence) => chainsOf(passage, namesIn(passage, sentence)));
}

function chainsOf(passage: PassageText, names: readonly Span[]): readonly (readonly string[])[] {
  const chains: string[][] = [];
  let end = -1;
  for (const name of names) {
    const goesOn = name.from === end + 1 && lowerAt(passage.tokens, name.from - 1) === ',';
    if (goesOn) chains.at(-1)?.push(textOf(passage, name));
    else if (isPlaced(passage.tokens, name)) chains.push([textOf(passage, name)]);
    else continue;
    end = name.to;
  }
  return chains;
}

function isPlaced(tokens: readonly Token[], { from }: Span): boolean {
  const before = lowerAt(tokens, from - 1);
  return PLACED.test(before === 'the' ? lowerAt(tokens, from - 2) : before);
}
