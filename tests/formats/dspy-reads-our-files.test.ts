import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { chatAdapter } from '../../src/adapters/chat-adapter.ts';
import type { Message } from '../../src/core/language-model.ts';
import { chainOfThought, predict } from '../../src/core/predictor.ts';
import { defineProgram, initialState, type Program, type ProgramState, stateOf } from '../../src/core/program.ts';
import { decodeArtifact, encodeArtifact, newArtifact } from '../../src/formats/dspy-state.ts';
import { rag } from '../../src/programs/rag.ts';
import { PythonFloat } from '../../src/python/float.ts';

const FOLDER = fileURLToPath(new URL('../fixtures/saved-programs/', import.meta.url));
const RENDERED: Readonly<Record<string, readonly Message[]>> = JSON.parse(
  readFileSync(`${FOLDER}messages.json`, 'utf8'),
);
const INPUTS = { context: ['One passage.', 'Two lines\nin another', '«quoted»'], question: 'Where do auks winter?' };

const program = rag({ k: 3 });
const twoSteps = defineProgram({
  ...program,
  predictors: {
    write_query: predict('question -> query'),
    generate_answer: chainOfThought('context, question -> answer'),
  },
});
const blank = stateOf(initialState(program), 'generate_answer');

const OURS: Readonly<Record<string, ProgramState>> = {
  'no-demos': initialState(program),
  'all-kinds-of-demos': {
    generate_answer: {
      ...blank,
      demos: [
        {
          augmented: true,
          context: ['Auks winter at sea.', 'Two\nlines'],
          question: 'Où?',
          reasoning: '',
          answer: 'en mer 🌊',
        },
        { augmented: true, context: [], question: 'q', reasoning: 'r', answer: null },
        { question: 'How many?', answer: 'two', dspy_uuid: 'u', dspy_split: 'train' },
        { question: 'numbers', answer: 1, count: 2n ** 53n + 1n, share: 0.1, whole: new PythonFloat(2) },
      ],
    },
  },
  'own-instructions': {
    generate_answer: { ...blank, signature: { ...blank.signature, instructions: 'Answer briefly.\n\n  Be sure.' } },
  },
};

describe('encodeArtifact', () => {
  // DSPy loaded these very files to record the messages below.
  test.each(Object.entries(OURS))('writes a file that DSPy loads: %s', async (name, state) => {
    const text = encodeArtifact(newArtifact(state, { tool: 'rag', note: 'ignored by DSPy' }), program);

    await expect(text).toMatchFileSnapshot(`${FOLDER}ours/${name}.json`);
  });
});

describe('a saved program asks with the messages that DSPy asks with', () => {
  const folders = ['dspy-3.0.4', 'dspy-3.3.1', 'ours'];
  const cases = folders.flatMap((folder) =>
    readdirSync(FOLDER + folder).map((file) => `${folder}/${file.replace('.json', '')}`),
  );

  test('in every recorded file', () => {
    expect(Object.keys(RENDERED)).toEqual(cases);
  });

  test.each(cases)('%s', (name) => {
    const owner: Program = name.endsWith('two-predictors') ? twoSteps : program;
    const { state } = decodeArtifact(readFileSync(`${FOLDER}${name}.json`, 'utf8'), owner);
    const { signature, demos } = stateOf(state, 'generate_answer');

    expect(chatAdapter().format(signature, demos, INPUTS).messages).toEqual(RENDERED[name]);
  });
});
