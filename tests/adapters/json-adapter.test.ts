import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonAdapter } from '../../src/adapters/json-adapter.ts';
import { chainOfThought, predict } from '../../src/core/predictor.ts';
import { expected, outcome, type PromptCase, type ReplyCase, recorded, signatureFor } from './recorded.ts';

describe('jsonAdapter', () => {
  const adapter = jsonAdapter();
  const { signature } = chainOfThought('context, question -> answer');

  it('asks for an object and shows demos as objects', () => {
    const demos = [{ question: 'q2', answer: 'é' }];

    const prompt = adapter.format(signature, demos, { context: ['c'], question: 'Who?' });

    expect(prompt.responseFormat).toEqual({ type: 'json_object' });
    expect(prompt.messages.map(({ role, content }) => `--- ${role}\n${content}`).join('\n')).toMatchInlineSnapshot(`
      "--- system
      Your input fields are:
      1. \`context\` (str): 
      2. \`question\` (str):
      Your output fields are:
      1. \`reasoning\` (str): 
      2. \`answer\` (str):
      All interactions will be structured in the following way, with the appropriate values filled in.

      Inputs will have the following structure:

      [[ ## context ## ]]
      {context}

      [[ ## question ## ]]
      {question}

      Outputs will be a JSON object with the following fields.

      {
        "reasoning": "{reasoning}",
        "answer": "{answer}"
      }
      In adhering to this structure, your objective is: 
              Given the fields \`context\`, \`question\`, produce the fields \`answer\`.
      --- user
      This is an example of the task, though some input or output fields are not supplied.

      [[ ## question ## ]]
      q2
      --- assistant
      {
        "reasoning": "Not supplied for this particular example. ",
        "answer": "\\u00e9"
      }
      --- user
      [[ ## context ## ]]
      «c»

      [[ ## question ## ]]
      Who?

      Respond with a JSON object in the following order of fields: \`reasoning\`, then \`answer\`."
    `);
  });

  it('writes what DSPy writes, for random values', () => {
    const cases = recorded<PromptCase>('json-prompts.json');

    for (const { messages, ...prompt } of cases) {
      expect(adapter.format(signatureFor(prompt), prompt.demos, prompt.inputs).messages).toEqual(messages);
    }
    expect(cases.length).toBe(120);
  });

  it('reads what DSPy reads, and fails in the same words', () => {
    const cases = recorded<ReplyCase>('json-replies.json');

    expect(cases.map((reply) => outcome(adapter, reply))).toEqual(cases.map(expected));
    expect(cases.length).toBeGreaterThan(400);
  });

  it('reads back the answer it shows in a demo', () => {
    const text = fc.string({ unit: 'grapheme' }).filter((value) => !/[{}]/.test(value));
    fc.assert(
      fc.property(text, text, (reasoning, answer) => {
        const demo = { context: [], question: 'q', reasoning, answer };
        const [, , assistant] = adapter.format(signature, [demo], {}).messages;

        expect(adapter.parse(signature, assistant?.content ?? '')).toEqual({ reasoning, answer });
      }),
    );
  });

  it('counts braces inside texts, as DSPy does, and so reads an object cut short', () => {
    const reply = '{"reasoning": "an open { only", "answer": "a"}';

    expect(() => adapter.parse(signature, reply)).toThrow(
      expect.objectContaining({ message: 'the reply lacks "reasoning" of the output fields "reasoning", "answer"' }),
    );
  });

  it('says when there is no object and when a value is not of its type', () => {
    const { signature: typed } = predict('question -> mood: Literal["good", "bad"]');

    expect(() => adapter.parse(typed, 'good')).toThrow(
      expect.objectContaining({ code: 'REPLY_UNPARSABLE', message: "the reply is not a JSON object: 'good'" }),
    );
    expect(() => adapter.parse(typed, '{"mood": "so-so"}')).toThrow(
      expect.objectContaining({
        code: 'REPLY_UNPARSABLE',
        message: `the reply's "mood" is not of type Literal['good', 'bad']: 'so-so'`,
        details: { reply: '{"mood": "so-so"}', dspyMessage: "'so-so' is not one of ('good', 'bad')" },
      }),
    );
  });
});
