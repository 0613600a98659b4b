import { describe, expect, it } from 'vitest';
import { reportMarkdown } from '../../src/formats/report-markdown.ts';
import { evaluationReport } from '../fakes/evaluation-report.ts';
import { hostileReport } from '../fakes/hostile-report.ts';
import { manyQuestions } from '../fakes/many-questions.ts';

describe('reportMarkdown', () => {
  it('tells everything but the single rows', () => {
    const { run } = evaluationReport();
    const report = evaluationReport({
      run: { ...run, caveats: ['it quotes'], stopped: { code: 'TOO_MANY_FAILURES', message: '10 failed' } },
      gates: [{ name: 'min-score', requirement: 'at least 50 %', outcome: 'fail', explanation: 'found 25 %' }],
    });

    expect(reportMarkdown(report)).toMatchInlineSnapshot(`
      "# inconclusive: these questions cannot tell compiled from zero-shot

      **+33.33 points, 95 % interval 0.00 to +100.00, exact McNemar p = 1.0000, 1 gained, 0 lost, 1 left unanswered by the server**

      4 questions of question-answer · openai/gemma-3-4b-it · 2026-01-02 03:04 UTC · 2.5 s · rag 0.1.0

      > stopped before the end: TOO\\_MANY\\_FAILURES: 10 failed

      > it quotes

      | outcome | gate | requirement | found |
      | --- | --- | --- | --- |
      | fail | min-score | at least 50 % | found 25 % |

      | program | metric | score | 95 % interval | of | if failures were right | answer in the corpus |
      | --- | --- | --- | --- | --- | --- | --- |
      | zero-shot | answer\\_exact\\_match | 25.00 % | 4.6 to 69.9 % | 1 / 4 | 50.00 % | 4 / 4 |
      | compiled | answer\\_exact\\_match | 50.00 % | 4.6 to 69.9 % | 2 / 4 | 75.00 % | 4 / 4 |

      3 questions show no gain 80 % of the time \\(at p &lt; 0.05\\), however large

      | questions | zero-shot | compiled |
      | --- | ---: | ---: |
      | correct | 1 | 2 |
      | wrong | 2 | 1 |
      | no reply in time | 1 | 1 |
      | – retrieved, not used | 2 | 1 |

      | program | median time | 95 % | tokens sent | tokens received | cost |
      | --- | --- | --- | --- | --- | --- |
      | zero-shot | 121 ms | 121 ms | 120 | 24 | 0.0003 |
      | compiled | 121 ms | 121 ms | 120 | 24 | 0.0003 |

      <details><summary>questions that changed: 1</summary>

      | change | question | expected | zero-shot | compiled |
      | --- | --- | --- | --- | --- |
      | gained | Who wrote &lt;Hamlet&gt; &amp; "Macbeth"? | Shakespeare | Shakespeare | Shakespeare |

      </details>
      "
    `);
  });

  it('lists what a single program missed, a hundred questions at most', () => {
    const many = manyQuestions(102);
    const rows = many.variants[0]?.rows.map(
      (row) => ({ ...row, outcome: 'wrong', prediction: { answer: 'x'.repeat(300) } }) as const,
    );
    const variants = many.variants.map((variant) => ({ ...variant, rows: rows ?? [] }));
    const text = reportMarkdown({ ...many, variants });

    expect(text).toContain('<details><summary>questions not answered right: 102</summary>');
    expect(text.split('\n').filter((line) => line.includes('Hamlet'))).toHaveLength(100);
    expect(text.split('\n').slice(-5)).toEqual(['', 'and 2 more', '', '</details>', '']);
    expect(text).toContain(`| Shakespeare | ${'x'.repeat(199)}… | wrong |`);
  });

  it('lists nothing where nothing was missed', () => {
    expect(reportMarkdown(manyQuestions(3))).not.toContain('<details>');
  });

  it('says how stable the scores are', () => {
    const report = evaluationReport();
    const stability = { samples: 2, samplingVariance: 0, questionVariance: 0.2, standardError: 9, unstable: [] };
    const variants = report.variants.slice(0, 1).map((variant) => ({ ...variant, stability }));

    expect(reportMarkdown({ ...report, variants })).toContain('zero-shot: standard error 9.00 points over 2 samples;');
  });

  it('keeps hostile texts on their line', () => {
    const text = reportMarkdown(hostileReport());

    expect(text).not.toMatch(/<(?!\/?details|\/?summary|!-- -->)/);
    expect(text).not.toMatch(/[^\\][`[\]]/);
    expect(text.split('\n').filter((line) => /^\s*(```|~~~|<script)/.test(line))).toEqual([]);
  });
});
