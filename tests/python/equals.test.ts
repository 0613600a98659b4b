import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pythonEquals } from '../../src/python/equals.ts';
import { PythonFloat } from '../../src/python/float.ts';
import type { PythonValue } from '../../src/python/value.ts';

describe('pythonEquals', () => {
  // Each line was asked of CPython 3.11.
  it.each<[PythonValue, PythonValue, boolean]>([
    [1, new PythonFloat(1), true],
    [1, true, true],
    [0, false, true],
    [false, null, false],
    ['1', 1, false],
    ['', null, false],
    [2n ** 53n + 1n, 2 ** 53, false],
    [2n ** 53n, new PythonFloat(2 ** 53), true],
    [0.1, 0.1, true],
    [Number.NaN, Number.NaN, false],
    [[1, 'a'], [new PythonFloat(1), 'a'], true],
    [[1, 2], [2, 1], false],
    [[1], [1, 2], false],
    [[], {}, false],
    [{ a: 1, b: [true] }, { b: [1], a: new PythonFloat(1) }, true],
    [{ a: 1 }, { a: 1, b: null }, false],
    [{ a: null }, { b: null }, false],
    [{ a: 1 }, null, false],
    [new PythonFloat(1), {}, false],
  ])('compares %o with %o: %o', (left, right, equal) => {
    expect(pythonEquals(left, right)).toBe(equal);
    expect(pythonEquals(right, left)).toBe(equal);
  });

  it('finds every list without NaN equal to its copy', () => {
    const item = fc.oneof(fc.string(), fc.maxSafeInteger(), fc.boolean(), fc.constant(null), fc.bigInt());

    fc.assert(
      fc.property(fc.array(fc.oneof(item, fc.array(item))), (list) => {
        expect(pythonEquals(list, structuredClone(list))).toBe(true);
      }),
    );
  });
});
