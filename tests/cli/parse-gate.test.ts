import { describe, expect, it } from 'vitest';
import { type GateRequest, parseGate } from '../../src/cli/parse-gate.ts';

describe('parseGate', () => {
  it.each<[string, GateRequest]>([
    ['min-score:40', { type: 'min-score', metric: null, percent: 40 }],
    ['min-score:0', { type: 'min-score', metric: null, percent: 0 }],
    ['min-score:41.5%', { type: 'min-score', metric: null, percent: 41.5 }],
    ['min-score:answer_f1=55', { type: 'min-score', metric: 'answer_f1', percent: 55 }],
    ['min-score:./my=metric.js=55', { type: 'min-score', metric: './my=metric.js', percent: 55 }],
    ['max-failures:3', { type: 'max-failures', limit: 3, unit: 'rows' }],
    ['max-failures:5%', { type: 'max-failures', limit: 5, unit: 'percent' }],
    ['max-failures:2.5 %', { type: 'max-failures', limit: 2.5, unit: 'percent' }],
    ['no-regression', { type: 'no-regression', points: 0 }],
    ['no-regression:2.5', { type: 'no-regression', points: 2.5 }],
  ])('reads %s', (text, gate) => expect(parseGate(text, '--gate')).toEqual(gate));

  it.each([
    ['no-regresion', '--gate x: there is no gate "no-regresion"', 'did you mean no-regression?'],
    ['faster', '--gate x: there is no gate "faster"', 'there are: min-score, max-failures, no-regression'],
    ['', '--gate x: there is no gate ""', 'there are: min-score, max-failures, no-regression'],
    ['min-score:', '--gate x: expected a number from 0 to 100, found ""', undefined],
    ['min-score:forty', '--gate x: expected a number from 0 to 100, found "forty"', undefined],
    ['min-score:101', '--gate x: expected a number from 0 to 100, found "101"', undefined],
    ['min-score:-1', '--gate x: expected a number from 0 to 100, found "-1"', undefined],
    ['min-score:NaN', '--gate x: expected a number from 0 to 100, found "NaN"', undefined],
    ['min-score:0.4', '--gate x: scores are in percent, 0.4 would be 0.4 %', '40 for 40 %'],
    ['max-failures:2.5', '--gate x: expected a number of questions or a percentage, found "2.5"', undefined],
    ['max-failures:101%', '--gate x: expected a number from 0 to 100, found "101"', undefined],
    ['no-regression:', '--gate x: expected a number from 0 to 100, found ""', undefined],
    ['no-regression:-2', '--gate x: expected a number from 0 to 100, found "-2"', undefined],
  ])('refuses %j', (text, message, hint) => {
    expect(() => parseGate(text, '--gate x')).toThrow(
      expect.objectContaining({ code: 'USAGE_INVALID', message, hint }),
    );
  });
});
