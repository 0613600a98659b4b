import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PythonFloat } from '../../src/python/float.ts';
import { parsePythonJson } from '../../src/python/parse-json.ts';

describe('parsePythonJson', () => {
  it('keeps integers, integral floats, other floats and large integers apart', () => {
    expect(
      parsePythonJson('[1, 1.0, 1e3, 0.5, -0, -0.0, 9007199254740991, 9007199254740992, -9007199254740993]'),
    ).toEqual([
      1,
      new PythonFloat(1),
      new PythonFloat(1000),
      0.5,
      0,
      new PythonFloat(-0),
      9007199254740991,
      9007199254740992n,
      -9007199254740993n,
    ]);
  });

  it('keeps the order of keys, and the first place and last value of a repeated one', () => {
    const value = parsePythonJson('{"b": 1, "a": 2, "b": {"z": [], "y": {}}}');

    expect(Object.entries(value ?? {})).toEqual([
      ['b', { z: [], y: {} }],
      ['a', 2],
    ]);
  });

  it('drops a key that would change the prototype', () => {
    const value = parsePythonJson('{"__proto__": {"polluted": true}, "a": {"__proto__": 1}}');

    expect(JSON.stringify(value)).toBe('{"a":{}}');
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  it('reads every escape', () => {
    expect(parsePythonJson('"\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\uDE00\\ud83d \u007f\u2028"')).toBe(
      '"\\/\b\f\n\r\té😀\ud83d \u007f\u2028',
    );
  });

  it('reads what JSON.parse reads', () => {
    const space = fc.constantFrom('', ' ', '  ', '\t');
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), space, (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        fc.pre(!text.includes('"__proto__"'));

        expect(JSON.stringify(plain(parsePythonJson(text)))).toBe(JSON.stringify(JSON.parse(text)));
      }),
    );
  });

  it('refuses what JSON.parse refuses', () => {
    const mark = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      'a',
      '0',
      '1',
      '-',
      '.',
      'e',
      ' ',
      'true',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(mark, { maxLength: 12 }), (marks) => {
        const text = marks.join('');

        expect(accepts(parsePythonJson, text)).toBe(accepts(JSON.parse, text));
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    ['', 'expected a value, found the end of the text at line 1, column 1'],
    ['{"a": 1,\n "é😀": tru}', 'expected a value, found "t" at line 2, column 8'],
    ['{"a" 1}', 'expected ":", found "1" at line 1, column 6'],
    ['{"a": 1 "b"}', 'expected "," or "}", found "\\"" at line 1, column 9'],
    ['{"a": 1,}', 'expected a key in double quotes, found "}" at line 1, column 9'],
    ['{a: 1}', 'expected a key in double quotes, found "a" at line 1, column 2'],
    ['[1, 2', 'expected "," or "]", found the end of the text at line 1, column 6'],
    ['[1] 😀', 'expected the end of the text, found "😀" at line 1, column 5'],
    ['[NaN]', 'expected a value, found "N" at line 1, column 2'],
    ['"a\nb"', 'expected the rest of a text in double quotes, found "\\n" at line 1, column 3'],
    ['"\\q"', 'expected the rest of a text in double quotes, found "\\\\" at line 1, column 2'],
    ['01', 'expected the end of the text, found "1" at line 1, column 2'],
    ['[1e999]', 'number 1e999 is beyond the range of a float at line 1, column 2'],
    ['{"a": 1, "0": 2}', 'key "0" is an integer and cannot keep its place at line 1, column 1'],
  ])('says where %j is wrong', (text, message) => {
    expect(() => parsePythonJson(text)).toThrow(new SyntaxError(message));
  });

  it('accepts integer-like keys in the order that an object keeps', () => {
    expect(Object.keys(parsePythonJson('{"0": 1, "10": 2, "a": 3}') ?? {})).toEqual(['0', '10', 'a']);
  });

  it('refuses nesting deeper than 1024 and accepts 1024', () => {
    const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

    expect(JSON.stringify(parsePythonJson(nested(1024)))).toBe(nested(1024));
    expect(() => parsePythonJson(nested(1025))).toThrow(
      new SyntaxError('nesting deeper than 1024 at line 1, column 1025'),
    );
  });

  it('reads a long text of escapes', () => {
    const text = 'é"\\\n'.repeat(100_000);

    expect(parsePythonJson(JSON.stringify(text))).toBe(text);
  });
});

function plain(value: unknown): unknown {
  if (value instanceof PythonFloat) return value.value;
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

function accepts(parse: (text: string) => unknown, text: string): boolean {
  try {
    parse(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
