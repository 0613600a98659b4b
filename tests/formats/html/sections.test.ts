import { describe, expect, it } from 'vitest';
import type { EvaluationReport } from '../../../src/core/report.ts';
import { breakdownSection } from '../../../src/formats/html/breakdown-section.ts';
import { comparisonSection } from '../../../src/formats/html/comparison-section.ts';
import type { Html } from '../../../src/formats/html/markup.ts';
import { runSection } from '../../../src/formats/html/run-section.ts';
import { scoreSection } from '../../../src/formats/html/score-section.ts';
import { stabilitySection } from '../../../src/formats/html/stability-section.ts';
import { summarySection } from '../../../src/formats/html/summary-section.ts';
import { timingSection } from '../../../src/formats/html/timing-section.ts';
import { evaluationReport } from '../../fakes/evaluation-report.ts';

/** What is left to read when the markup is gone, one line per block. */
function wordsOf(section: Html | null): string[] {
  return (section?.markup ?? '')
    .replaceAll(/<svg[\s\S]*?<\/svg>|\n/g, ' ')
    .replaceAll(/<(h\d|p|tr|dt|li|figcaption|summary)\b[^>]*>|<\/(dl|table)>/g, '\n')
    .replaceAll('</dt>', ': ')
    .replaceAll(/<\/(td|th)>/g, ' | ')
    .replaceAll(/<[^>]*>/g, ' ')
    .split('\n')
    .map((line) => line.replaceAll(/\s+/g, ' ').trim())
    .filter((line) => line !== '');
}

function withVariants(changes: Partial<EvaluationReport['variants'][number]>): EvaluationReport {
  const report = evaluationReport();
  return { ...report, variants: report.variants.map((variant) => ({ ...variant, ...changes })) };
}

describe('summarySection', () => {
  it('says what came out and what to think of it', () => {
    const { run } = evaluationReport();
    const report = evaluationReport({
      run: { ...run, caveats: ['it quotes'], stopped: { code: 'TOO_MANY_FAILURES', message: '10 failed' } },
      gates: [{ name: 'min-score', requirement: 'at least 50 %', outcome: 'fail', explanation: 'found 25 %' }],
    });

    expect(wordsOf(summarySection(report))).toMatchInlineSnapshot(`
      [
        "inconclusive: these questions cannot tell compiled from zero-shot",
        "answer_exact_match: +33.33 points, 95 % interval 0.00 to +100.00, exact McNemar p = 1.0000, 1 gained, 0 lost, 1 left unanswered by the server",
        "4 questions of question-answer · openai/gemma-3-4b-it · 2026-01-02 03:04 UTC · 2.5 s · rag 0.1.0",
        "Stopped before the end: TOO_MANY_FAILURES: 10 failed",
        "it quotes",
        "fail min-score : at least 50 % found 25 %",
      ]
    `);
  });
});

describe('scoreSection', () => {
  it('shows each metric of each program with interval, bounds, ceiling and cost', () => {
    expect(wordsOf(scoreSection(evaluationReport()))).toMatchInlineSnapshot(`
      [
        "Scores",
        "answer_exact_match",
        "zero-shot",
        "25.00 %",
        "1 of 4 · 4.6 to 69.9 % · failures decide: 25.0 to 50.0 % · answer in corpus 100.0 % · cost 0.0003",
        "compiled",
        "50.00 %",
        "2 of 4 · 4.6 to 69.9 % · failures decide: 50.0 to 75.0 % · answer in corpus 100.0 % · cost 0.0003",
        "score 95 % interval if all failed questions had been wrong, or right answer in the corpus: the most a program can reach",
      ]
    `);
  });

  it('draws score, interval, bounds and ceiling where they are', () => {
    expect(
      scoreSection(evaluationReport()).markup.match(/<svg class="interval"[\s\S]*?<\/svg>/)?.[0],
    ).toMatchInlineSnapshot(`
      "<svg class="interval" height="28" role="img" aria-label="25.00 %, interval 4.6 to 69.9 %"><line class="grid" x1="0%" x2="0%" y1="0" y2="28"/><line class="grid" x1="25%" x2="25%" y1="0" y2="28"/><line class="grid" x1="50%" x2="50%" y1="0" y2="28"/><line class="grid" x1="75%" x2="75%" y1="0" y2="28"/><line class="grid" x1="100%" x2="100%" y1="0" y2="28"/>
      <rect class="bounds" x="25%" width="25%" y="4" height="20"/>
      <line class="ceiling" x1="100%" x2="100%" y1="0" y2="28"/>
      <line class="range" x1="4.56%" x2="69.94%" y1="14" y2="14"/>
      <circle class="point" cx="25%" cy="14" r="6"/></svg>"
    `);
  });

  it('leaves out what is not known', () => {
    const bounds = { low: 25, high: 25 };
    const scores = evaluationReport().variants.flatMap(({ scores }) => scores.map((score) => ({ ...score, bounds })));

    expect(
      wordsOf(scoreSection(withVariants({ scores: scores.slice(0, 1), answerInCorpus: null, cost: null })))[4],
    ).toBe('1 of 4 · 4.6 to 69.9 %');
  });
});

describe('comparisonSection', () => {
  it('shows the matrix of gained and lost questions, and the evidence', () => {
    expect(wordsOf(comparisonSection(evaluationReport()))).toMatchInlineSnapshot(`
      [
        "Evidence",
        "inconclusive: these questions cannot tell compiled from zero-shot",
        "| compiled right | compiled wrong |",
        "zero-shot right | 1 both right | 0 lost |",
        "zero-shot wrong | 1 gained | 1 both wrong |",
        "metric: answer_exact_match",
        "difference: +33.33 points",
        "uncertainty: 95 % interval 0.00 to +100.00 points",
        "test: exact McNemar, p = 1.0000",
        "questions: 3; it takes 22 to show a difference of this size",
        "left out: 1, unanswered by the server on one side at least",
        "3 questions show no gain 80 % of the time (at p &lt; 0.05), however large",
      ]
    `);
  });

  it('has a row of numbers for graded scores', () => {
    const comparisons = evaluationReport().comparisons.map((comparison) => ({
      ...comparison,
      test: 'paired permutation' as const,
      questionsNeeded: null,
    }));

    expect(wordsOf(comparisonSection(evaluationReport({ comparisons }))).slice(1, 3)).toEqual([
      'inconclusive: these questions cannot tell compiled from zero-shot',
      '1 improved | 0 fell | 1 the same | 1 the same at 0 |',
    ]);
  });

  it('offers no questions of a baseline from another file', () => {
    const comparisons = evaluationReport().comparisons.map((comparison) => ({
      ...comparison,
      baselineFile: 'main.json',
    }));
    const section = comparisonSection(evaluationReport({ comparisons }));

    expect(section.markup).not.toContain('data-filter');
    expect(wordsOf(section)).toContain('baseline: main.json');
  });

  it('says what the questions could show where nothing is compared', () => {
    expect(wordsOf(comparisonSection(evaluationReport({ comparisons: [] })))).toEqual([
      'Evidence',
      '3 questions show no gain 80 % of the time (at p &lt; 0.05), however large',
    ]);
  });
});

describe('breakdownSection', () => {
  it('counts outcomes and causes that occur', () => {
    expect(wordsOf(breakdownSection(evaluationReport()))).toMatchInlineSnapshot(`
      [
        "What went wrong",
        "Outcome | zero-shot | compiled |",
        "correct | 1 | 2 |",
        "wrong | 2 | 1 |",
        "no reply in time | 1 | 1 |",
        "Cause of a miss | zero-shot | compiled |",
        "retrieved, not used | 2 | 1 |",
      ]
    `);
  });

  it('sorts wrong forms below their cause', () => {
    const [variant] = evaluationReport().variants;
    const diagnoses = { ...variant?.diagnoses, 'not-in-corpus': 1, 'not-used': 0, 'wrong-form': 3 };
    const forms = { ...variant?.forms, longer: 2, number: 1 };
    const report = withVariants({
      diagnoses: { 'not-retrieved': 0, undecidable: 0, ...diagnoses },
      forms: { shorter: 0, order: 0, accents: 0, spacing: 0, format: 0, ...forms },
    });

    expect(wordsOf(breakdownSection(report)).slice(-5)).toEqual([
      'Cause of a miss | zero-shot | compiled |',
      'answer not in the corpus | 1 | 1 |',
      'right content, wrong form | 3 | 3 |',
      'words around the answer | 2 | 2 |',
      'number in words or digits | 1 | 1 |',
    ]);
  });

  it('makes every count of an outcome a filter that the page knows', () => {
    const filters = breakdownSection(evaluationReport()).markup.match(/data-filter="\w+" data-value="[^"]*"/g);

    expect(filters).toMatchInlineSnapshot(`
      [
        "data-filter="outcome" data-value="0:correct"",
        "data-filter="outcome" data-value="1:correct"",
        "data-filter="outcome" data-value="0:wrong"",
        "data-filter="outcome" data-value="1:wrong"",
        "data-filter="outcome" data-value="0:no reply in time"",
        "data-filter="outcome" data-value="1:no reply in time"",
        "data-filter="diagnosis" data-value="0:retrieved, not used"",
        "data-filter="diagnosis" data-value="1:retrieved, not used"",
      ]
    `);
  });
});

describe('timingSection', () => {
  it('sums up times and tokens', () => {
    expect(wordsOf(timingSection(evaluationReport()))).toMatchInlineSnapshot(`
      [
        "Time and tokens",
        "Time per question",
        "zero-shot: median 121 ms, largest 121 ms",
        "compiled: median 121 ms, largest 121 ms",
        "Tokens sent per question",
        "zero-shot: median 40, largest 40",
        "compiled: median 40, largest 40",
        "Tokens received per question",
        "zero-shot: median 8, largest 8",
        "compiled: median 8, largest 8",
        "| mean | p50 | p90 | p95 | p99 | max | tokens sent | tokens received |",
        "zero-shot | 121 ms | 121 ms | 121 ms | 121 ms | 121 ms | 121 ms | 120 | 24 |",
        "compiled | 121 ms | 121 ms | 121 ms | 121 ms | 121 ms | 121 ms | 120 | 24 |",
      ]
    `);
  });

  it('has dashes where times are left out', () => {
    const report = withVariants({ latency: null });

    expect(wordsOf(timingSection(report)).at(-1)).toBe('compiled | – | – | – | – | – | – | 120 | 24 |');
  });
});

describe('stabilitySection', () => {
  it('is absent without repeats', () => {
    expect(stabilitySection(evaluationReport())).toBeNull();
  });

  it('names the unstable questions', () => {
    const stability = {
      samples: 3,
      samplingVariance: 0.1,
      questionVariance: 0.1,
      standardError: 9,
      unstable: ['q<1>', 'q2'],
    };

    expect(wordsOf(stabilitySection(withVariants({ stability }))).slice(0, 4)).toEqual([
      'Stability',
      'zero-shot : standard error 9.00 points over 3 samples; 50 % of the variance comes from sampling, the rest from the choice of questions; the score of 2 questions changes from sample to sample',
      'Unstable questions',
      'q&lt;1&gt;, q2',
    ]);
  });
});

describe('runSection', () => {
  it('holds what it takes to do the same again', () => {
    expect(wordsOf(runSection(evaluationReport()))).toMatchInlineSnapshot(`
      [
        "How it was measured",
        "data: question-answer, 4 questions",
        "data digest: dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd",
        "index: simple_wiki_rag, 2 points",
        "index digest: eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee",
        "language model: openai/gemma-3-4b-it",
        "embedding model: openai/qwen3-embedding:0.6b",
        "zero-shot: not compiled",
        "zero-shot digest: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "compiled: artifacts/compiled_rag_v1.json",
        "compiled digest: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "All settings",
        "dataset.dev: 4",
        "program.k: 1",
      ]
    `);
  });
});
