import { describe, expect, it } from 'vitest';
import { chainOfThought, predict } from '../../src/core/predictor.ts';
import { parseSignature } from '../../src/core/signature-text.ts';

describe('predict', () => {
  it('keeps the signature as it is', () => {
    const signature = parseSignature('question -> answer');

    expect(predict(signature)).toEqual({ signature, innerPath: '' });
    expect(predict('question -> answer')).toEqual({ signature, innerPath: '' });
  });
});

describe('chainOfThought', () => {
  it('puts the reasoning before the outputs and leaves the instructions alone', () => {
    const str = { type: 'str' };

    expect(chainOfThought('context, question -> answer')).toEqual({
      innerPath: 'predict',
      signature: {
        instructions: 'Given the fields `context`, `question`, produce the fields `answer`.',
        fields: [
          {
            name: 'context',
            role: 'input',
            type: str,
            prefix: 'Context:',
            description: `\${context}`,
            constraints: null,
          },
          {
            name: 'question',
            role: 'input',
            type: str,
            prefix: 'Question:',
            description: `\${question}`,
            constraints: null,
          },
          {
            name: 'reasoning',
            role: 'output',
            type: str,
            prefix: "Reasoning: Let's think step by step in order to",
            description: `\${reasoning}`,
            constraints: null,
          },
          {
            name: 'answer',
            role: 'output',
            type: str,
            prefix: 'Answer:',
            description: `\${answer}`,
            constraints: null,
          },
        ],
      },
    });
  });

  it('moves an output "reasoning" of the signature to the front, with its own type and prefix', () => {
    const { fields } = chainOfThought('question -> answer, reasoning: list[str]').signature;

    expect(fields.map(({ name, role, prefix }) => [name, role, prefix])).toEqual([
      ['question', 'input', 'Question:'],
      ['reasoning', 'output', 'Reasoning:'],
      ['answer', 'output', 'Answer:'],
    ]);
  });

  it('turns an input "reasoning" into the output', () => {
    const { fields } = chainOfThought('question, reasoning -> answer').signature;

    expect(fields.map(({ name, role }) => [name, role])).toEqual([
      ['question', 'input'],
      ['reasoning', 'output'],
      ['answer', 'output'],
    ]);
  });
});
