import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { chatAdapter } from '../../src/adapters/chat-adapter.ts';
import { jsonAdapter } from '../../src/adapters/json-adapter.ts';
import type { Message } from '../../src/core/language-model.ts';
import { predict } from '../../src/core/predictor.ts';
import { extractiveLanguageModel } from '../../src/models/extractive-language-model.ts';
import { testLanguageModel } from '../contracts/language-model.contract.ts';
import { fieldsOf, labelled, RAG } from './ask-extractive.ts';

testLanguageModel('extractiveLanguageModel', async () => ({
  languageModel: extractiveLanguageModel(),
  close: async () => {},
}));

const { signal } = new AbortController();

const PASSAGES = [
  'Harbour Street (film) | Harbour Street is a 1962 drama film directed by Ilse Marten and starring Tobias Quill.',
  'Ilse Marten | Ilse Johanna Marten (4 May 1921 – 9 June 1999) was a Norvish film director and screenwriter. She was born in Brackwater.',
  "Tobias Quill | Tobias Quill (born 17 March 1930) is a Norvish actor and singer. He plays as a goalkeeper for the actors' club.",
  'Brackwater | Brackwater is a town in Eastmark, Norvia. It had 12,480 inhabitants in 2010 and is nicknamed "The Tar Barrel".',
  'Lantern Records | Lantern Records is a record label founded in 1974. The label sold 3 million records and is based in Port Ansel.',
  'The Copper Gate | The Copper Gate is a bridge in Port Ansel. It is 412 metres long and was opened on 2 July 1911.',
  'Willow Bridge | Willow Bridge is a bridge in Brackwater. It is 96 metres long and was opened in 1874.',
];

const DEMOS = labelled(
  ['Who painted the hall?', 'Anna Ruth Veld'],
  ['When did the ferry sink?', '3 May 1907'],
  ['Is the mill older than the inn?', 'yes'],
);

const answerTo = async (question: string, demos = DEMOS, context: readonly string[] = PASSAGES) =>
  (await fieldsOf(RAG, { context, question }, demos)).answer;

describe('extractiveLanguageModel', () => {
  it('replies as the chat adapter asks, with a sentence as reasoning, and counts words', async () => {
    const prompt = chatAdapter().format(RAG, DEMOS, { context: PASSAGES, question: 'Who directed Harbour Street?' });

    const completion = await extractiveLanguageModel().complete(prompt, {}, signal);

    expect(completion).toEqual({
      text: `[[ ## reasoning ## ]]
Harbour Street is a 1962 drama film directed by Ilse Marten and starring Tobias Quill.

[[ ## answer ## ]]
Ilse Johanna Marten

[[ ## completed ## ]]`,
      finishReason: 'stop',
      usage: { promptTokens: 442, completionTokens: 33 },
      cached: false,
    });
  });

  it('replies with an object as the JSON adapter asks, braces in texts escaped', async () => {
    const context = ['Ilse Marten | Ilse Marten was a director of {quiet} films.'];
    const prompt = jsonAdapter().format(RAG, [], { context, question: 'Who was Ilse Marten?' });

    const { text } = await extractiveLanguageModel().complete(prompt, {}, signal);

    expect(text).toBe(`{
  "reasoning": "Ilse Marten was a director of \\u007bquiet\\u007d films.",
  "answer": "Ilse Marten was a director of \\u007bquiet\\u007d films."
}`);
    expect(jsonAdapter().parse(RAG, text)).toEqual({
      reasoning: 'Ilse Marten was a director of {quiet} films.',
      answer: 'Ilse Marten was a director of {quiet} films.',
    });
  });

  it.each([
    ['Who directed Harbour Street?', 'Ilse Johanna Marten'],
    ['Which actor stars in the film directed by Ilse Marten?', 'Tobias Quill'],
    ['What film did Ilse Marten direct?', 'Harbour Street'],
    ['When was Ilse Marten born?', '4 May 1921'],
    ['In what year did the director of Harbour Street die?', '1999'],
    ['Where was Ilse Marten born?', 'Brackwater'],
    ['In which town was the director of Harbour Street born?', 'Brackwater'],
    ['In which country is the town where Ilse Marten was born?', 'Norvia'],
    ['Lantern Records is based in what town?', 'Port Ansel'],
    ['How many inhabitants did the town where Ilse Marten was born have?', '12,480'],
    ['How many records did Lantern Records sell?', '3 million'],
    ['How long is The Copper Gate?', '412 metres'],
    ['What nationality was Ilse Marten?', 'Norvish'],
    ['What is the nickname of Brackwater?', 'The Tar Barrel'],
    ['What position does Tobias Quill play?', 'goalkeeper'],
    ['What profession was Ilse Marten?', 'film director'],
    ['What record label was founded in 1974?', 'Lantern Records'],
  ])('finds an answer of the kind asked for: %s', async (question, expected) => {
    expect(await answerTo(question)).toBe(expected);
  });

  it.each([
    ['Which bridge is longer, The Copper Gate or Willow Bridge?', 'The Copper Gate'],
    ['Which bridge was opened first, The Copper Gate or Willow Bridge?', 'Willow Bridge'],
    ['Who is older, Ilse Marten or Tobias Quill?', 'Ilse Johanna Marten'],
    ['Who was younger: Ilse Marten or Tobias Quill?', 'Tobias Quill'],
    ['Are Ilse Marten and Tobias Quill of the same nationality?', 'yes'],
    ['Were both Ilse Marten and Tobias Quill screenwriters?', 'no'],
    ['Are The Copper Gate and Willow Bridge both bridges?', 'yes'],
    ['Are The Copper Gate and Willow Bridge in the same town?', 'no'],
  ])('compares: %s', async (question, expected) => {
    expect(await answerTo(question)).toBe(expected);
  });

  it.each([
    ['initials', 'Who wrote Slack Water?', 'Slack Water is a novel by J. K. Orne. It won a prize.', 'J. K. Orne'],
    ['a nickname', 'Who was mayor?', 'Piet "Red" Hauk | Pieter "Red" Hauk was the mayor of Moor.', 'Pieter "Red" Hauk'],
    [
      'a range of dates',
      'During what years was Hauk mayor?',
      'Hauk was mayor of Moor from 1931 to 1938.',
      '1931 to 1938',
    ],
    ['a town in a state', 'Where does Ada Bolt live?', 'Ada Bolt lives in Moor, Eastmark.', 'Moor, Eastmark'],
    ['an article in front', 'Which newspaper printed the letter?', 'The letter was printed by The Courier.', 'Courier'],
    ['a month', 'Who opened the mill in April?', 'In April the mill was opened by Ada Bolt.', 'Ada Bolt'],
  ])('is not misled by %s', async (_trap, question, passage, expected) => {
    expect(await answerTo(question, DEMOS, [passage])).toBe(expected);
  });

  it('takes the form of its answers from the demos', async () => {
    const born = 'When was Ilse Marten born?';
    const years = labelled(['When was the mill built?', '1874'], ['When did it burn?', '1911']);
    const shortNames = labelled(['Who led the choir?', 'Ada Bolt'], ['Who rang the bell?', 'Jon Veld']);
    const capitals = labelled(['Is it raining?', 'No'], ['Is it late?', 'Yes']);
    const units = labelled(['How many laps were run?', '25 laps'], ['How many men rowed?', '8 men']);

    expect(await answerTo(born, [])).toBe(
      'Ilse Johanna Marten (4 May 1921 – 9 June 1999) was a Norvish film director and screenwriter.',
    );
    expect(await answerTo(born, DEMOS)).toBe('4 May 1921');
    expect(await answerTo(born, years)).toBe('1921');
    expect(await answerTo('Who directed Harbour Street?', shortNames)).toBe('Ilse Marten');
    expect(await answerTo('Are The Copper Gate and Willow Bridge both bridges?', capitals)).toBe('Yes');
    expect(await answerTo('How many inhabitants does Brackwater have?', units)).toBe('12,480 inhabitants');
  });

  it('fills outputs of other names and types', async () => {
    const inputs = { context: PASSAGES.slice(0, 2), question: 'When was the director of Harbour Street born?' };

    expect(await fieldsOf('context, question -> search_query', inputs)).toEqual({
      search_query: 'director Harbour Street born Ilse Marten Tobias Quill Ilse Johanna Marten Brackwater',
    });
    expect(await fieldsOf('context, question -> year: int, is_known: bool', inputs)).toEqual({
      year: 1921,
      is_known: true,
    });
    expect(await fieldsOf("context, question -> art: Literal['music', 'film']", inputs)).toEqual({ art: 'film' });
    expect(await fieldsOf('context, question -> dates: list[str]', inputs)).toEqual({ dates: ['1921'] });
    expect(await fieldsOf('context, question -> counts: dict[str, int]', inputs)).toEqual({ counts: {} });
    expect(await fieldsOf('text -> summary', { text: 'The mill burned. It was old.' })).toEqual({
      summary: 'The mill burned.',
    });
  });

  it('says so when there is nothing to read', async () => {
    expect(await answerTo('Who directed Harbour Street?', DEMOS, [])).toBe('unknown');
    expect(await fieldsOf('question -> answer', { question: 'Who directed it?' })).toEqual({ answer: 'unknown' });
  });

  it('answers a plain conversation in plain text', async () => {
    const messages: readonly Message[] = [
      { role: 'user', content: 'Ada Bolt opened the mill in Moor.\nJon Veld burned it down.\n\nWho opened the mill?' },
    ];

    const { text } = await extractiveLanguageModel().complete({ messages, responseFormat: null }, {}, signal);

    expect(text).toBe('Ada Bolt opened the mill in Moor.');
  });

  it('gives the same answers to both prompt formats', async () => {
    const questions = ['Who directed Harbour Street?', 'How long is Willow Bridge?', 'Is Willow Bridge a bridge?'];
    for (const question of questions) {
      const inputs = { context: PASSAGES, question };
      const viaJson = await fieldsOf(RAG, inputs, DEMOS, jsonAdapter());

      expect(viaJson).toEqual(await fieldsOf(RAG, inputs, DEMOS));
    }
  });

  it('answers only with words of the prompt, or yes or no, whatever is asked', async () => {
    const word = fc.constantFrom(
      ...new Set(PASSAGES.join(' ').split(' ')),
      'Who',
      'what year',
      'or',
      'both',
      'and',
      '?',
    );
    const text = PASSAGES.join('\n');
    await fc.assert(
      fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 14 }), async (words) => {
        const answer = String(await answerTo(words.join(' ')));
        const said = `${text}\n${words.join(' ')}`.toLowerCase();

        expect(/^(yes|no)$/.test(answer) || said.includes(answer.toLowerCase())).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('never throws, and always says the same, whatever the prompt', async () => {
    const model = extractiveLanguageModel();
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '[[ ## question ## ]]\n',
        '\n\n[[ ## context ## ]]\n',
        '«',
        '»',
        '[1] «a»\n',
        '{"answer": ',
        'Who?',
        '\n',
      ),
      fc.constantFrom(...PASSAGES),
    );
    const content = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
    const system = chatAdapter().format(predict('a, b -> c, d: int, e: bool, f: list[str]').signature, [], {})
      .messages[0];
    const message = fc.record({ role: fc.constantFrom('system', 'user', 'assistant'), content });
    await fc.assert(
      fc.asyncProperty(fc.array(message, { maxLength: 5 }), fc.boolean(), async (messages, isStructured) => {
        const shown = isStructured && system !== undefined ? [system, ...messages] : messages;
        const prompt = { messages: shown, responseFormat: null };
        const first = await model.complete(prompt, {}, signal);

        expect(await model.complete(prompt, {}, signal)).toEqual(first);
      }),
      { numRuns: 100 },
    );
  });
});
