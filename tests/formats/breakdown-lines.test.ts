import { expect, it } from 'vitest';
import type { ReportVariant } from '../../src/core/report.ts';
import { breakdownLines } from '../../src/formats/breakdown-lines.ts';
import { evaluationReport } from '../fakes/evaluation-report.ts';

it('counts what occurred in any program, each form below its cause', () => {
  const misses = ({ diagnoses, forms, ...variant }: ReportVariant): ReportVariant => ({
    ...variant,
    diagnoses: { ...diagnoses, 'wrong-form': 2, undecidable: 1 },
    forms: { ...forms, number: 2 },
  });
  const [first, ...others] = evaluationReport().variants;

  expect(breakdownLines([...(first === undefined ? [] : [misses(first)]), ...others])).toEqual([
    { type: 'outcome', words: 'correct', counts: [1, 2] },
    { type: 'outcome', words: 'wrong', counts: [2, 1] },
    { type: 'outcome', words: 'no reply in time', counts: [1, 1] },
    { type: 'diagnosis', words: 'retrieved, not used', counts: [2, 1] },
    { type: 'diagnosis', words: 'right content, wrong form', counts: [2, 0] },
    { type: 'form', words: 'number in words or digits', counts: [2, 0] },
    { type: 'diagnosis', words: 'the text cannot tell', counts: [1, 0] },
  ]);
});
