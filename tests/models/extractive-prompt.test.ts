import { describe, expect, it } from 'vitest';

import { chatAdapter } from '../../src/adapters/chat-adapter.ts';
import { jsonAdapter } from '../../src/adapters/json-adapter.ts';
import { predict } from '../../src/core/predictor.ts';
import { readPrompt } from '../../src/models/extractive-prompt.ts';
import { readPassages } from '../../src/models/prompt-sections.ts';
import { RAG } from './ask-extractive.ts';

const context = ['Moor is a town.', 'Two\nlines', 'She said «no».'];

describe('readPrompt', () => {
  it.each([
    ['chat', chatAdapter()],
    ['json', jsonAdapter()],
  ] as const)('reads a %s prompt back', (format, adapter) => {
    const demos = [
      { question: 'Who sang?', answer: 'Ada "Red" Bolt' },
      { context: ['A mill.'], question: 'What?', reasoning: 'It is a mill.', answer: 'a mill' },
    ];

    const prompt = readPrompt(adapter.format(RAG, demos, { context, question: 'Where is it?' }));

    expect(prompt.format).toBe(format);
    expect(prompt.outputs).toEqual([
      { name: 'reasoning', note: '' },
      { name: 'answer', note: '' },
    ]);
    expect(
      prompt.demos.map(({ inputs, outputs }) => [Object.fromEntries(inputs), Object.fromEntries(outputs)]),
    ).toEqual([
      [{ question: 'Who sang?' }, { answer: 'Ada "Red" Bolt' }],
      [
        { context: '«A mill.»', question: 'What?' },
        { reasoning: 'It is a mill.', answer: 'a mill' },
      ],
    ]);
    expect(prompt.inputs.get('question')).toBe('Where is it?');
    expect(readPassages(prompt.inputs.get('context') ?? '')).toEqual(context);
  });

  it.each([
    ['chat', chatAdapter()],
    ['json', jsonAdapter()],
  ] as const)('reads what a %s prompt says about the types of its outputs', (_format, adapter) => {
    const { signature } = predict("a -> flag: bool, count: int, kind: Literal['x', 'y z'], names: list[str]");

    expect(readPrompt(adapter.format(signature, [], { a: 'b' })).outputs).toEqual([
      { name: 'flag', note: 'must be True or False' },
      { name: 'count', note: 'must be a single int value' },
      { name: 'kind', note: 'must exactly match (no extra characters) one of: x; y z' },
      { name: 'names', note: 'must adhere to the JSON schema: {"type": "array", "items": {"type": "string"}}' },
    ]);
  });

  it('reads a prompt without structure as a text with a question in its last line', () => {
    const messages = [{ role: 'user', content: 'Moor has a mill.\n\nWhat has Moor?' } as const];

    expect(readPrompt({ messages, responseFormat: null })).toEqual({
      format: 'text',
      outputs: [{ name: 'answer', note: '' }],
      demos: [],
      inputs: new Map([
        ['context', 'Moor has a mill.\n'],
        ['question', 'What has Moor?'],
      ]),
    });
  });
});

describe('readPassages', () => {
  it.each([
    ['N/A', []],
    ['«one»', ['one']],
    ['[1] «one»\n[2] «««\n    two\n      and more\n»»»', ['one', 'two\n  and more']],
    ['["one", "two"]', ['one', 'two']],
    ['one\n\ntwo', ['one', 'two']],
    ['[1] one\n[2] two', ['one', 'two']],
  ])('undoes numbering and quoting: %j', (text, passages) => {
    expect(readPassages(text)).toEqual(passages);
  });
});
