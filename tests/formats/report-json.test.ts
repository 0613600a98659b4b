import { describe, expect, it } from 'vitest';
import { decodeReport, encodeReport } from '../../src/formats/report-json.ts';
import { PythonFloat } from '../../src/python/float.ts';
import { evaluationReport, reportRow } from '../fakes/evaluation-report.ts';

function withRow(changes: Parameters<typeof reportRow>[0]) {
  const report = evaluationReport();
  return { ...report, variants: report.variants.map((variant) => ({ ...variant, rows: [reportRow(changes)] })) };
}

describe('encodeReport', () => {
  it('writes what can be read back', () => {
    const report = evaluationReport();

    expect(decodeReport(encodeReport(report), 'report.json')).toEqual(report);
  });

  it('gives the same bytes for what was read back', () => {
    const text = encodeReport(withRow({ expected: { answer: 'x', ratio: new PythonFloat(1), large: 2n ** 60n } }));

    expect(encodeReport(decodeReport(text, 'report.json'))).toBe(text);
  });

  it('is plain JSON, with one row per line and each message once', () => {
    const text = encodeReport(evaluationReport());

    expect(JSON.parse(text)).toMatchObject({ schema: 'rag-report/v1', run: { tool: 'rag 0.1.0' } });
    expect(text.split('\n').filter((line) => line.startsWith('{"id": ')).length).toBe(8);
    expect(text.match(/Your input fields are/g)).toHaveLength(1);
  });

  it('writes null for a number that is none', () => {
    const text = encodeReport(withRow({ prediction: { answer: Number.NaN } }));

    expect(decodeReport(text, 'report.json').variants[0]?.rows[0]?.prediction).toEqual({ answer: null });
  });
});

describe('decodeReport', () => {
  const text = encodeReport(evaluationReport());

  it.each([
    ['nothing', '', 'it is not JSON: expected a value, found the end of the text at line 1, column 1'],
    ['other JSON', '{"generate_answer": {}}', 'it has no "schema": "rag-report/v1"'],
    ['a list', '[]', 'it has no "schema": "rag-report/v1"'],
    [
      'a wrong value',
      text.replace('"pValue": 1', '"pValue": "low"'),
      'at comparisons.0.pValue: Invalid input: expected number, received string',
    ],
    [
      'an unknown entry',
      text.replace('"gates"', '"gate"'),
      'at gates: Invalid input: expected array, received undefined',
    ],
    [
      'a message that is not there',
      text.replace('"prompt": [0, 1]', '"prompt": [0, 7]'),
      'it refers to message 7 of 2',
    ],
    [
      'scores of other metrics',
      text.replace('"metrics": ["answer_exact_match"]', '"metrics": ["answer_exact_match", "answer_f1"]'),
      'row "q0" of "zero-shot" has 1 scores for 2 metrics',
    ],
  ])('refuses %s', (_what, broken, problem) => {
    expect(() => decodeReport(broken, 'old.json')).toThrow(
      expect.objectContaining({ code: 'REPORT_INVALID', message: `old.json is no report of rag eval: ${problem}` }),
    );
  });

  it('refuses another version by its name', () => {
    expect(() => decodeReport(text.replace('rag-report/v1', 'rag-report/v2'), 'new.json')).toThrow(
      'new.json is of version "rag-report/v2", this program reads "rag-report/v1"',
    );
  });
});
