import { describe, expect, it } from 'vitest';

import { canonicalJson } from '../../src/models/canonical-json.ts';
import { PythonFloat } from '../../src/python/float.ts';

describe('canonicalJson', () => {
  it('writes Python floats as such and integers of any size', () => {
    const value = { f: new PythonFloat(0), g: new PythonFloat(0.7), i: 1, b: 12345678901234567890n, n: null, t: true };

    expect(canonicalJson(value)).toBe('{"b":12345678901234567890,"f":0.0,"g":0.7,"i":1,"n":null,"t":true}');
  });

  it('sorts names by their UTF-8 bytes at every depth', () => {
    expect(canonicalJson([{ '🎉': 1, '\uFF5E': 2, b: { z: 1, a: [] }, B: 3 }])).toBe(
      '[{"B":3,"b":{"a":[],"z":1},"\uFF5E":2,"🎉":1}]',
    );
  });
});
