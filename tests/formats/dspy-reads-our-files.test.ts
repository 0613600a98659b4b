import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Fields } from '../../src/core/fields.ts';
import { initialState, type Program, type ProgramState, stateOf } from '../../src/core/program.ts';
import { encodeArtifact, newArtifact } from '../../src/formats/dspy-state.ts';
import { chainOfThoughtProgram, predictProgram } from '../../src/programs/one-call.ts';
import { rag } from '../../src/programs/rag.ts';
import { PythonFloat } from '../../src/python/float.ts';

const FOLDER = fileURLToPath(new URL('../../conformance/vectors/files/', import.meta.url));
const program = rag({ k: 3 });
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

/** The signature that conformance/record/saved_programs.py calls TYPED. */
const TYPED = {
  signature:
    "question, tags: list[str], limit: int | None -> answer: int, ok: bool, kind: Literal['a', 'b'], shares: dict[str, float]",
  descriptions: { answer: 'a whole number' },
};
const TYPED_DEMOS: readonly Fields[] = [
  {
    augmented: true,
    question: 'How many?',
    tags: ['x', 'é'],
    limit: null,
    reasoning: 'counted',
    answer: 3,
    ok: true,
    kind: 'a',
    shares: { u: 0.5, v: new PythonFloat(1) },
  },
  { question: 'And then?', tags: [], answer: -1 },
];

describe('encodeArtifact', () => {
  // tests/oracle/check-files.py has DSPy load these very files.
  test.each(Object.entries(OURS))('writes a file that DSPy loads: %s', async (name, state) => {
    const text = encodeArtifact(newArtifact(state, { tool: 'rag', note: 'ignored by DSPy' }), program);

    await expect(text).toMatchFileSnapshot(`${FOLDER}ours/${name}.json`);
  });

  test.each<[string, string, Program]>([
    ['bare-predict', 'self', predictProgram(TYPED)],
    ['bare-chain-of-thought', 'predict', chainOfThoughtProgram(TYPED)],
  ])('writes a program of one call that DSPy loads: %s', async (name, predictor, typed) => {
    const state = { [predictor]: { ...stateOf(initialState(typed), predictor), demos: TYPED_DEMOS } };

    await expect(encodeArtifact(newArtifact(state), typed)).toMatchFileSnapshot(`${FOLDER}ours/${name}.json`);
  });

  test('has every recorded file in the list of cases', () => {
    const { cases }: { readonly cases: readonly { readonly file: string }[] } = JSON.parse(
      readFileSync(`${FOLDER}cases.json`, 'utf8'),
    );
    const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((file) =>
      /.+\/.+\.json$/.test(file),
    );

    expect(cases.map(({ file }) => file)).toEqual(files.sort());
  });
});
