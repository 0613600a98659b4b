import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { evaluateLiteral } from '../../src/python/literal-eval.ts';
import { parsePythonJson } from '../../src/python/parse-json.ts';
import { isList, type PythonValue } from '../../src/python/value.ts';

describe('evaluateLiteral', () => {
  const text = readFileSync(new URL('../fixtures/python-literals/vectors.json', import.meta.url), 'utf8');
  const vectors = parsePythonJson(text);

  it('gives the value CPython gives, and undefined where that raises', () => {
    const cases = isList(vectors) ? vectors.map(fieldsOf) : [];

    expect(cases.map(({ text }) => [text, evaluateLiteral(String(text))])).toEqual(
      cases.map(({ text, value }) => [text, value]),
    );
    expect(cases.length).toBeGreaterThan(80);
  });

  function fieldsOf(value: PythonValue): Readonly<Record<string, PythonValue>> {
    return Object.fromEntries(Object.entries(value ?? {}));
  }
});
