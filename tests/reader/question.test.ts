import { describe, expect, it } from 'vitest';

import { readQuestion } from '../../src/reader/question.ts';

describe('readQuestion', () => {
  it.each([
    ['Who painted the hall?', 'person', 'Who', null],
    ['The boat was built by whom?', 'person', 'whom', null],
    ['On the coast of what ocean does he live?', 'place', 'what ocean', 'ocean'],
    ['The town lies in which Norvish county?', 'place', 'which Norvish county', 'county'],
    ['The war ended when?', 'date', 'when', null],
    ['In what year was the man who built the mill born?', 'year', 'what year', 'year'],
    [
      'According to the census, what was the population of the town in which she lived?',
      'number',
      'what was the population',
      'population',
    ],
    ['How many stores does the firm run?', 'number', 'How many stores', 'stores'],
    ['How long is the pier?', 'number', 'How long', null],
    ['The town has a population of what?', 'number', 'population of what', 'population'],
    ['What is the name of the song on the album?', 'work', 'What is the name of the song', 'song'],
    ['What stage, film, and television actor sang it?', 'person', 'What stage, film, and television actor', 'actor'],
    ['Which yacht sank in 1907?', 'thing', 'Which yacht', 'yacht'],
    ['The firm, which makes lamps, was founded by who?', 'person', 'who', null],
    ['What nationality was she?', 'nationality', 'What nationality', 'nationality'],
    ['What position does he play?', 'phrase', 'What position', 'position'],
    ['He was known as what?', 'thing', 'what', null],
    ['Why did it burn?', 'phrase', 'Why', null],
    ['This singer of Slack Water was born in Moor.', 'person', 'This singer', 'singer'],
    ['', 'thing', '', null],
  ])('reads what is asked: %s', (text, kind, focus, head) => {
    const question = readQuestion(text);
    const { from, to } = question.focus;
    const words = text.slice(question.tokens[from]?.start ?? 0, to > from ? (question.tokens[to - 1]?.end ?? 0) : 0);

    expect({ kind: question.kind, focus: words, head: question.head, isYesNo: question.isYesNo }).toEqual({
      kind,
      focus,
      head,
      isYesNo: false,
    });
  });

  it.each(['Are both Moor and Brede towns?', 'Did she live in Moor?', 'Both Moor and Brede are towns?'])(
    'sees a question with yes or no: %s',
    (text) => {
      expect(readQuestion(text).isYesNo).toBe(true);
    },
  );
});
