import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { repairJson } from '../../src/adapters/repair-json.ts';
import { pythonRepr } from '../../src/python/repr.ts';
import cases from '../fixtures/json-adapter/faults.json' with { type: 'json' };

describe('repairJson', () => {
  it('makes of faulty JSON what json_repair makes of it', () => {
    const others = cases.filter(({ text }) => !KNOWN_DIFFERENCES.has(text));

    expect(others.map(({ text }) => ({ text, value: pythonRepr(repairJson(text)) }))).toEqual(others);
    expect(cases.length - others.length).toBe(KNOWN_DIFFERENCES.size);
  });

  it('differs from json_repair where that keeps stray quotes and braces or gives up', () => {
    const texts = [...KNOWN_DIFFERENCES.keys()];

    expect(new Map(texts.map((text) => [text, pythonRepr(repairJson(text))]))).toEqual(KNOWN_DIFFERENCES);
  });

  it('reads through single quotes, bare keys, missing and superfluous commas, fences and a missing end', () => {
    const name = fc.stringMatching(/^[a-z]{1,8}$/).filter((text) => !['true', 'false', 'null', 'none'].includes(text));
    const object = fc.dictionary(name, fc.oneof(name, fc.integer(), fc.boolean(), fc.array(name)), { minKeys: 1 });
    fc.assert(
      fc.property(object, (value) => {
        const text = JSON.stringify(value, null, 1);
        const expected = repairJson(text);

        expect(JSON.parse(JSON.stringify(expected))).toEqual({ ...value });
        for (const fault of FAULTS) expect(repairJson(fault(text)), fault(text)).toEqual(expected);
      }),
    );
  });

  it('returns something for any text', () => {
    const marks = fc.constantFrom(
      ...'{}[](),:;"\'“”\\/*#-.0123456789eE+_ \n',
      'a',
      'true',
      'None',
      'é',
      '😀',
      '```',
      '\\u',
      '//',
      '/*',
    );
    fc.assert(
      fc.property(fc.array(marks, { maxLength: 30 }), (parts) => {
        expect(repairJson(parts.join(''))).toBeDefined();
      }),
      { numRuns: 2000 },
    );
  });

  it.each(['[', '{', '(', '{"a":', '["', '", "', "'", '{“', '/*', '\\', '{"a": "x" ', '["a": ', '{} ', '9', '-', '\n'])(
    'reads a quarter of a megabyte of %j without searching again and again',
    (unit) => {
      const text = unit.repeat(250_000 / unit.length);

      for (const start of ['', '{"a": "', '["', '[']) repairJson(start + text);
    },
  );
});

const FAULTS: readonly ((text: string) => string)[] = [
  (text) => text.replaceAll('"', "'"),
  (text) => text.replaceAll(/"([a-z]+)":/g, '$1:'),
  (text) => text.replaceAll(/,\n/g, '\n'),
  (text) => text.replaceAll(/\n( *[}\]])/g, ',\n$1'),
  (text) => text.replaceAll('true', 'True').replaceAll('false', 'False'),
  (text) => text.replaceAll('\n', ' // why\n'),
  (text) => `Here it is:\n\`\`\`json\n${text}\n\`\`\`\nDone.`,
  (text) => text.replace(/[\s}\]]+$/, ''),
];

/** Text to the repr of what comes back here. */
const KNOWN_DIFFERENCES: ReadonlyMap<string, string> = new Map([
  [`{'a': 'it's'}`, `{'a': "it's"}`],
  ['{"a" 1}', `{'a': 1}`],
  ['{a}', `['a']`],
  ['{: 1}', '[1]'],
  [`['it's', 'b']`, `["it's", 'b']`],
  ['["a"; "b"]', `['a', 'b']`],
  ['["a" : "b"]', `['a', 'b']`],
  ['["a": 1]', `['a', 1]`],
  [`[']`, `[']']`],
  ['a {b} c', `['b']`],
  ['{x}', `['x']`],
  ['use {curly} braces', `['curly']`],
  ['{"a": "x"}, "b": "y"}', `{'a': 'x'}`],
  ['["a"b", "c"]', `['a"b', 'c']`],
  [`['don't', 'do']`, `["don't", 'do']`],
  ['{"a": “x", "b": 1}', `{'a': 'x', 'b': 1}`],
  ['{"a": - 1}', `{'a': 1}`],
  ['{"a"= "b", "c"= 1}', `{'a': 'b', 'c': 1}`],
  ['{a => "b"}', `{'a': 'b'}`],
  ['{"a", "b": 1}', `{'b': 1}`],
  ['{"a": 1, "b", "c": 2}', `{'a': 1, 'c': 2}`],
  [
    '{"reasoning": They were both American, so yes, "answer": "a"}',
    `{'reasoning': 'They were both American, so yes', 'answer': 'a'}`,
  ],
  ['{"a" "b", "c" "d"}', `{'a': 'b", "c'}`],
]);
