import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chatAdapter } from '../../src/adapters/chat-adapter.ts';
import { chainOfThought, predict } from '../../src/core/predictor.ts';
import { splitLines, strip } from '../../src/python/strings.ts';
import { expected, outcome, type PromptCase, type ReplyCase, recorded, signatureFor } from './recorded.ts';

describe('chatAdapter', () => {
  const adapter = chatAdapter();
  const { signature } = chainOfThought('context, question -> answer');

  it('falls back to JSON, which has no fallback', () => {
    expect([adapter.name, adapter.fallback?.name, adapter.fallback?.fallback]).toEqual(['chat', 'json', null]);
  });

  it('writes system message, demos and request', () => {
    const demos = [
      { augmented: true, context: ['One line.', 'Two\nlines.'], question: 'q1', reasoning: 'r1', answer: 'a1' },
      { question: 'q2', answer: 'a2', dspy_uuid: 'u', dspy_split: 'train' },
    ];

    const prompt = adapter.format(signature, demos, { context: ['a «b»', 'c'], question: 'Who?' });

    expect(prompt.responseFormat).toBeNull();
    expect(prompt.messages.map(({ role, content }) => `--- ${role}\n${content}`).join('\n')).toMatchInlineSnapshot(`
      "--- system
      Your input fields are:
      1. \`context\` (str): 
      2. \`question\` (str):
      Your output fields are:
      1. \`reasoning\` (str): 
      2. \`answer\` (str):
      All interactions will be structured in the following way, with the appropriate values filled in.

      [[ ## context ## ]]
      {context}

      [[ ## question ## ]]
      {question}

      [[ ## reasoning ## ]]
      {reasoning}

      [[ ## answer ## ]]
      {answer}

      [[ ## completed ## ]]
      In adhering to this structure, your objective is: 
              Given the fields \`context\`, \`question\`, produce the fields \`answer\`.
      --- user
      This is an example of the task, though some input or output fields are not supplied.

      [[ ## question ## ]]
      q2
      --- assistant
      [[ ## reasoning ## ]]
      Not supplied for this particular example. 

      [[ ## answer ## ]]
      a2

      [[ ## completed ## ]]

      --- user
      [[ ## context ## ]]
      [1] «One line.»
      [2] «««
          Two
          lines.
      »»»

      [[ ## question ## ]]
      q1
      --- assistant
      [[ ## reasoning ## ]]
      r1

      [[ ## answer ## ]]
      a1

      [[ ## completed ## ]]

      --- user
      [[ ## context ## ]]
      [1] «««
          a «b»
      »»»
      [2] «c»

      [[ ## question ## ]]
      Who?

      Respond with the corresponding output fields, starting with the field \`[[ ## reasoning ## ]]\`, then \`[[ ## answer ## ]]\`, and then ending with the marker for \`[[ ## completed ## ]]\`."
    `);
  });

  it('writes what DSPy writes, for random values', () => {
    const cases = recorded<PromptCase>('chat-prompts.json');

    for (const { messages, ...prompt } of cases) {
      expect(adapter.format(signatureFor(prompt), prompt.demos, prompt.inputs).messages).toEqual(messages);
    }
    expect(cases.length).toBe(240);
  });

  it('reads what DSPy reads, and fails in the same words', () => {
    const cases = recorded<ReplyCase>('chat-replies.json');

    expect(cases.map((reply) => outcome(adapter, reply))).toEqual(cases.map(expected));
    expect(cases.length).toBeGreaterThan(800);
  });

  it('reads back the answer it shows in a demo', () => {
    fc.assert(
      fc.property(text, text, (reasoning, answer) => {
        const demo = { context: [], question: 'q', reasoning, answer };
        const [, , assistant] = adapter.format(signature, [demo], {}).messages;

        expect(adapter.parse(signature, assistant?.content ?? '')).toEqual({ reasoning, answer });
      }),
    );
  });

  it('names the missing fields and keeps the reply', () => {
    const reply = '[[ ## reasoning ## ]]\nIt is so.';

    expect(() => adapter.parse(signature, reply)).toThrow(
      expect.objectContaining({
        code: 'REPLY_UNPARSABLE',
        message: 'the reply lacks "answer" of the output fields "reasoning", "answer"',
        details: {
          reply,
          dspyMessage:
            'Adapter ChatAdapter failed to parse the LM response. \n\nLM Response: [[ ## reasoning ## ]]\nIt is so. \n\n' +
            'Expected to find output fields in the LM response: [reasoning, answer] \n\n' +
            'Actual output fields parsed from the LM response: [reasoning] \n\n',
        },
      }),
    );
  });

  it('names the field whose value is not of its type', () => {
    const { signature: typed } = predict('question -> score: float');

    expect(() => adapter.parse(typed, '[[ ## score ## ]]\nabout half')).toThrow(
      expect.objectContaining({
        code: 'REPLY_UNPARSABLE',
        message: `the reply's "score" is not of type float: 'about half'`,
      }),
    );
  });

  it('makes the same prompt again without rendering the demos again', () => {
    const demos = [{ question: 'q', answer: 'a' }];
    const inputs = { context: ['c'], question: 'q' };
    const first = adapter.format(signature, demos, inputs).messages;

    const again = adapter.format(signature, demos, inputs).messages;

    expect(again).toEqual(first);
    expect(again.slice(0, 3).every((message, index) => message === first[index])).toBe(true);
    expect(adapter.format(signature, [], inputs).messages.length).toBe(2);
  });

  /** Text that survives: nothing to strip, one line, nothing like a header. */
  const text = fc
    .string({ unit: 'grapheme', maxLength: 40 })
    .filter((value) => strip(value) === value && splitLines(value).length < 2 && !value.includes('[['));
});
