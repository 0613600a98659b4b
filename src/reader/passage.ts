import { cutPassage, type PassageText } from './passage-text.ts';
import { readTopic, type Topic } from './topic.ts';

export interface Passage extends PassageText {
  readonly topic: Topic;
}

/** A passage with what its first sentence says it is about. */
export function readPassage(passage: string, index: number): Passage {
  const text = cutPassage(passage, index);
  return { ...text, topic: readTopic(text) };
}
