import { describe, expect, it } from 'vitest';
import { chatStyle } from '../../src/adapters/chat-format.ts';
import { promptFormatter } from '../../src/adapters/prompt.ts';
import { parseSignature } from '../../src/core/signature-text.ts';

describe('promptFormatter', () => {
  const format = promptFormatter(chatStyle);
  const signature = parseSignature('context, question -> answer');
  const inputs = { question: 'now?' };

  it('puts incomplete demos first, drops those without an input or an output, keeps their order otherwise', () => {
    const demos = [
      { context: 'c1', question: 'complete 1', answer: 'a' },
      { question: 'no answer' },
      { answer: 'no question' },
      { question: 'incomplete 1', answer: 'a' },
      { context: null, question: 'incomplete 2', answer: 'a' },
      { context: 'c2', question: 'complete 2', answer: 'a' },
      {},
    ];

    const users = format(signature, demos, inputs).filter(({ role }) => role === 'user');

    expect(users.map(({ content }) => /(?:in)?complete \d|now/.exec(content)?.[0])).toEqual([
      'incomplete 1',
      'incomplete 2',
      'complete 1',
      'complete 2',
      'now',
    ]);
  });

  it('puts the turns of a conversation between demos and request', () => {
    const withHistory = parseSignature('question, history: dspy.History -> answer');
    const history = { messages: [{ question: 'first', answer: 'one' }, { question: 'second' }] };

    const messages = format(withHistory, [], { question: 'third', history });

    expect(messages.slice(1).map(({ role, content }) => `${role}: ${content.split('\n')[1]}`)).toEqual([
      'user: first',
      'assistant: one',
      'user: second',
      'assistant: None',
      'user: third',
    ]);
    expect(format(withHistory, [], { question: 'third' }).length).toBe(2);
  });

  it.each([null, 'text', ['a'], {}, { messages: 'text' }, { messages: ['text'] }])(
    'refuses %j as a conversation',
    (history) => {
      const withHistory = parseSignature('question, history: dspy.History -> answer');

      expect(() => format(withHistory, [], { question: 'q', history })).toThrow(
        expect.objectContaining({
          code: 'ROW_INVALID',
          message: 'input "history" is a conversation history and must hold a list "messages" of objects',
        }),
      );
    },
  );

  it('keeps prompts of different signatures and demos apart', () => {
    const other = parseSignature('context, question -> answer', { instructions: 'Be brief.' });
    const demos = [{ question: 'q', answer: 'a' }];

    const lengths = [format(signature, demos, inputs), format(signature, [], inputs), format(other, demos, inputs)].map(
      (messages) => [messages.length, messages[0]?.content.split('\n').at(-1)?.trim()],
    );

    expect(lengths).toEqual([
      [4, 'Given the fields `context`, `question`, produce the fields `answer`.'],
      [2, 'Given the fields `context`, `question`, produce the fields `answer`.'],
      [4, 'Be brief.'],
    ]);
  });
});
