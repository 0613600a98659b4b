import { describe, expect, it } from 'vitest';
import { githubCommands } from '../../src/formats/github-commands.ts';
import { evaluationReport } from '../fakes/evaluation-report.ts';

describe('githubCommands', () => {
  it('tells verdicts', () => {
    expect(githubCommands(evaluationReport())).toEqual([
      '::notice title=inconclusive%3A these questions cannot tell compiled from zero-shot::+33.33 points, 95 %25 interval 0.00 to +100.00, exact McNemar p = 1.0000, 1 gained, 0 lost, 1 left unanswered by the server',
    ]);
  });

  it('tells gates that did not pass and evaluations that stopped', () => {
    const { run } = evaluationReport();
    const gates = [
      { name: 'min-score', requirement: 'at least 20 %', outcome: 'pass', explanation: '' },
      { name: 'max-failures', requirement: 'none', outcome: 'fail', explanation: '1 of 4,\nas "a" failed' },
      {
        name: 'no-regression',
        requirement: 'at most 0 points',
        outcome: 'inconclusive',
        explanation: '::stop-commands::x',
      },
    ] as const;
    const stopped = { code: 'TOO_MANY_FAILURES', message: '10 failed' };

    expect(githubCommands(evaluationReport({ run: { ...run, stopped }, gates, comparisons: [] }))).toEqual([
      '::error title=TOO_MANY_FAILURES::10 failed',
      '::error title=max-failures fail::none: 1 of 4,%0Aas "a" failed',
      '::warning title=no-regression inconclusive::at most 0 points: ::stop-commands::x',
    ]);
  });
});
