import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Artifact } from '../../src/core/artifact.ts';
import type { JsonValue } from '../../src/core/fields.ts';
import { predict } from '../../src/core/predictor.ts';
import { defineProgram, initialState, type Program, stateOf } from '../../src/core/program.ts';
import { decodeArtifact, encodeArtifact, newArtifact } from '../../src/formats/dspy-state.ts';
import { predictProgram } from '../../src/programs/one-call.ts';
import { rag } from '../../src/programs/rag.ts';
import { PythonFloat } from '../../src/python/float.ts';

const FOLDER = fileURLToPath(new URL('../../conformance/vectors/files/', import.meta.url));
const program = rag({ k: 3 });
const twoSteps = defineProgram({
  ...program,
  name: 'two steps',
  predictors: { write_query: predict('question -> query'), ...program.predictors },
});

describe('decodeArtifact', () => {
  test('gives the state of each predictor and keeps everything else', () => {
    const artifact = decodeArtifact(saved('3.0.4', 'custom-retriever'), program);

    expect(artifact).toEqual({
      state: {
        generate_answer: {
          signature: signatureOf(program, 'generate_answer'),
          demos: [
            {
              question: 'Which bird dives from thirty metres?',
              answer: 'the gannet',
              dspy_uuid: '00000000-0000-4000-8000-000000000003',
              dspy_split: 'train',
            },
          ],
          extra: { traces: [], train: [], lm: null },
        },
      },
      entries: { retrieve: { k: 5 } },
      metadata: { dependency_versions: { python: '3.11', dspy: '3.0.4', cloudpickle: '3.1' } },
      keys: ['retrieve', 'generate_answer.predict', 'metadata'],
      predictorKeys: { generate_answer: ['traces', 'train', 'demos', 'signature', 'lm'] },
    } satisfies Artifact);
  });

  test('takes the only predictor of a file whatever its attribute is called', () => {
    const { state, keys } = decodeArtifact(saved('3.0.4', 'renamed-attribute'), program);

    expect(Object.keys(state)).toEqual(['generate_answer']);
    expect(keys).toEqual(['respond.predict', 'metadata']);
  });

  test('reads instructions, and prefixes and descriptions by position', () => {
    const file = edited((entry) => ({
      ...entry,
      signature: { instructions: 'Be\n  brief.', fields: [{ prefix: 'Notes:', description: 'what was found' }] },
    }));

    const { signature } = stateOf(decodeArtifact(file, program).state, 'generate_answer');

    expect(signature).toEqual({
      instructions: 'Be\nbrief.',
      fields: signatureOf(program, 'generate_answer').fields.map((field) =>
        field.name === 'context' ? { ...field, prefix: 'Notes:', description: 'what was found' } : field,
      ),
    });
  });

  test('reads and writes a Predict that is the whole program, whose entry is the file itself', () => {
    const bare = predictProgram({ signature: 'question -> answer: int', descriptions: {} });
    const demos = [{ question: 'Two and two?', answer: 4 }];
    const state = { self: { ...stateOf(initialState(bare), 'self'), demos } };

    const text = encodeArtifact(newArtifact(state), bare);
    const artifact = decodeArtifact(text, bare);

    expect(Object.keys(JSON.parse(text))).toEqual(['traces', 'train', 'demos', 'signature', 'lm', 'metadata']);
    expect(artifact.keys).toEqual(['self', 'metadata']);
    expect(artifact.state.self?.demos).toEqual(demos);
    expect(encodeArtifact(artifact, bare)).toBe(text);
  });

  test('does not mistake a predictor called "signature" for a whole program', () => {
    const odd = defineProgram({ ...program, predictors: { signature: predict('question -> answer') } });
    const text = encodeArtifact(newArtifact(initialState(odd)), odd);

    expect(encodeArtifact(decodeArtifact(text, odd), odd)).toBe(text);
  });

  test('takes missing demos for none, as DSPy', () => {
    const file = edited(({ demos, ...rest }) => rest);

    expect(decodeArtifact(file, program).state.generate_answer?.demos).toEqual([]);
  });

  test.each([
    ['', 'c.json is empty'],
    [' \n', 'c.json is empty'],
    ['\ufffd\u0004\ufffd\u0000', 'c.json is a Python pickle, which only Python can read'],
    ['{\n  "a": 1,\n  oops\n}', 'c.json is not JSON: expected a key in double quotes, found "o" at line 3, column 3'],
    ['[]', 'c.json holds a list, expected an object with one entry per predictor'],
    ['null', 'c.json holds null, expected an object with one entry per predictor'],
    ['"text"', 'c.json holds a string, expected an object with one entry per predictor'],
    ['{}', 'c.json has no predictor, program "rag" has the predictor "generate_answer.predict"'],
    [
      '{"dependency_versions": {}}',
      'c.json is the metadata of a whole program, which DSPy keeps in program.pkl beside it',
    ],
    ['{"generate_answer.predict": {}, "metadata": []}', 'c.json: metadata: expected an object'],
    ['{"generate_answer.predict": 3}', 'c.json: generate_answer.predict: expected object, received number'],
    [
      '{"generate_answer.predict": {"demos": []}}',
      'c.json: generate_answer.predict.signature: expected object, received undefined',
    ],
    [edited((entry) => ({ ...entry, demos: 'none' })), demosPlace('expected array, received string')],
    [edited((entry) => ({ ...entry, demos: [{}, 'x'] })), demosPlace('expected an object', '.1')],
    [edited((entry) => ({ ...entry, lm: 'gpt' })), 'c.json: generate_answer.predict.lm: expected an object'],
    [
      edited((entry) => ({ ...entry, signature: { instructions: 'x', fields: [{ prefix: 'Context:' }] } })),
      'c.json: generate_answer.predict.signature.fields.0.description: expected string, received undefined',
    ],
    [
      edited((entry) => ({ ...entry, extended_signature: {} })),
      'c.json: generate_answer.predict was saved by DSPy 2.5 or older, whose layout is another',
    ],
  ])('refuses %j', (text, message) => {
    expect(() => decodeArtifact(text, program, 'c.json')).toThrow(
      expect.objectContaining({ code: 'ARTIFACT_INVALID', message }),
    );
  });

  test('refuses the file of another program with both lists', () => {
    expect(() => decodeArtifact(saved('3.0.4', 'labelled'), twoSteps, 'c.json')).toThrow(
      'c.json has the predictor "generate_answer.predict", ' +
        'program "two steps" has the predictors "write_query", "generate_answer.predict"',
    );
    expect(() => decodeArtifact(saved('3.0.4', 'two-predictors'), program, 'c.json')).toThrow(
      'c.json has the predictors "write_query", "generate_answer.predict", ' +
        'program "rag" has the predictor "generate_answer.predict"',
    );
  });
});

const value: fc.Memo<JsonValue> = fc.memo((depth) =>
  depth <= 1 ? scalar : fc.oneof(scalar, fc.array(value(depth - 1), { maxLength: 3 }), record(value(depth - 1))),
);
const scalar = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.maxSafeInteger().map((integer) => integer || 0),
  fc.double({ noInteger: true, noDefaultInfinity: true, noNaN: true }),
  fc.integer().map((whole) => new PythonFloat(whole || 0)),
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 1n }),
  fc.boolean(),
  fc.constant(null),
);

/** Names that a JavaScript object keeps in their order. */
function record(values: fc.Arbitrary<JsonValue>) {
  const name = fc.string({ unit: 'grapheme' }).filter((text) => text !== '__proto__' && !/^\d+$/.test(text));
  return fc.dictionary(name, values, { maxKeys: 4, noNullPrototype: true });
}

describe('encodeArtifact', () => {
  test('writes what decodeArtifact reads, for demos of any kind', () => {
    const blank = stateOf(initialState(program), 'generate_answer');
    const extra = { traces: [], train: [], lm: null };

    fc.assert(
      fc.property(fc.array(record(value(3)), { maxLength: 3 }), (demos) => {
        const state = { generate_answer: { ...blank, demos, extra } };
        const text = encodeArtifact(newArtifact(state), program);
        const decoded = decodeArtifact(text, program);

        expect(decoded.state).toEqual(state);
        expect(encodeArtifact(decoded, program)).toBe(text);
      }),
    );
  });

  test('writes a new program as DSPy does, with the retriever ahead and our own note in the metadata', () => {
    const artifact = newArtifact(initialState(program), { tool: '0.1.0' });

    expect(encodeArtifact(artifact, program)).toMatchInlineSnapshot(`
      "{
        "retrieve": {
          "k": 3
        },
        "generate_answer.predict": {
          "traces": [],
          "train": [],
          "demos": [],
          "signature": {
            "instructions": "Given the fields \`context\`, \`question\`, produce the fields \`answer\`.",
            "fields": [
              {
                "prefix": "Context:",
                "description": "\${context}"
              },
              {
                "prefix": "Question:",
                "description": "\${question}"
              },
              {
                "prefix": "Reasoning: Let's think step by step in order to",
                "description": "\${reasoning}"
              },
              {
                "prefix": "Answer:",
                "description": "\${answer}"
              }
            ]
          },
          "lm": null
        },
        "metadata": {
          "dependency_versions": {
            "python": "3.11",
            "dspy": "3.0.4",
            "cloudpickle": "3.1"
          },
          "rag": {
            "tool": "0.1.0"
          }
        }
      }
      "
    `);
  });

  test('adds what DSPy needs and the file lacked', () => {
    const artifact = decodeArtifact(
      '{"generate_answer.predict": {"signature": {"instructions": "Be brief.", "fields": []}, "note": 1.0}}',
      program,
    );

    expect(JSON.parse(encodeArtifact(artifact, program))).toEqual({
      'generate_answer.predict': {
        signature: { instructions: 'Be brief.', fields: expect.any(Array) },
        note: 1,
        traces: [],
        train: [],
        demos: [],
        lm: null,
      },
      metadata: { dependency_versions: { python: '3.11', dspy: '3.0.4', cloudpickle: '3.1' } },
    });
  });

  test('refuses text that DSPy cannot save', () => {
    const blank = stateOf(initialState(program), 'generate_answer');
    const state = { generate_answer: { ...blank, demos: [{ question: '\ud800' }] } };

    expect(() => encodeArtifact(newArtifact(state), program)).toThrow(
      expect.objectContaining({
        code: 'ARTIFACT_INVALID',
        message: 'the program cannot be saved: text "\\ud800" holds a lone surrogate',
      }),
    );
  });
});

function saved(version: string, name: string): string {
  return readFileSync(`${FOLDER}dspy-${version}/${name}.json`, 'utf8');
}

/** A recorded file with another entry for its predictor. */
function edited(change: (entry: Record<string, unknown>) => Record<string, unknown>): string {
  const { metadata, 'generate_answer.predict': entry } = JSON.parse(saved('3.0.4', 'labelled'));
  return JSON.stringify({ 'generate_answer.predict': change(entry), metadata });
}

function demosPlace(fact: string, index = ''): string {
  return `c.json: generate_answer.predict.demos${index}: ${fact}`;
}

function signatureOf({ predictors }: Program, name: string) {
  const predictor = predictors[name];
  if (predictor === undefined) throw new Error(`no predictor ${name}`);
  return predictor.signature;
}
