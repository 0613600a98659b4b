import { describe, expect, it } from 'vitest';
import type { ReportRow } from '../../../src/core/report-row.ts';
import { pageResult } from '../../../src/formats/html/page-result.ts';
import { evaluationReport, reportCall, reportRow } from '../../fakes/evaluation-report.ts';

function resultOf(row: ReportRow) {
  const texts: string[] = [];
  const pool = { position: (text: string) => texts.push(text) - 1 };
  const result = pageResult(row, { program: 1, run: evaluationReport().run, pool });
  return { result, texts };
}

describe('pageResult', () => {
  it('tells all about a right answer', () => {
    expect(resultOf(reportRow())).toEqual({
      result: {
        program: 1,
        sample: '',
        outcome: 'correct',
        mark: 'right',
        diagnosis: '',
        form: '',
        answer: 'Shakespeare',
        error: '',
        facts: [
          ['answer_exact_match', '1'],
          ['time', '121 ms'],
          ['tokens', '40 sent, 8 received'],
          ['cost', '0.0001'],
        ],
        durationMs: 120.5,
        tokens: 48,
        outputs: [
          ['reasoning', 'It says so.'],
          ['answer', 'Shakespeare'],
        ],
        passages: [{ title: 'Hamlet', note: 'rank 1 · score 0.75', text: 0 }],
        calls: [
          {
            title: 'call of generate_answer',
            note: 'chat format · openai/gemma-3-4b-it · finished with stop · 40 tokens sent, 8 received',
            messages: [
              ['system', 1],
              ['user', 2],
            ],
            reply: 3,
            error: '',
          },
        ],
      },
      texts: [
        'Hamlet is a play by Shakespeare.',
        'Your input fields are: …',
        '[[ ## question ## ]]\nWho wrote <Hamlet> & "Macbeth"?',
        '[[ ## answer ## ]]\nShakespeare',
      ],
    });
  });

  it('tells what failed', () => {
    const error = { code: 'MODEL_TIMEOUT', message: 'no reply within 600 s' };
    const call = reportCall({ reply: null, finishReason: null, error });
    const row = reportRow({ outcome: 'timeout', prediction: null, error, durationMs: null, cost: null, calls: [call] });

    expect(resultOf(row).result).toMatchObject({
      outcome: 'no reply in time',
      mark: 'failed',
      answer: '',
      error: 'MODEL_TIMEOUT: no reply within 600 s',
      facts: [
        ['answer_exact_match', '1'],
        ['tokens', '40 sent, 8 received'],
      ],
      outputs: [],
      calls: [{ reply: null, error: 'MODEL_TIMEOUT: no reply within 600 s' }],
    });
  });

  it('tells the form, why a metric could not judge, what a judge was asked and what came from the cache', () => {
    const row = reportRow({
      outcome: 'metric-failed',
      diagnosis: 'wrong-form',
      form: 'longer',
      scores: [{ value: 0, error: 'no answer' }],
      prediction: { answer: null },
      calls: [reportCall({ judge: 'semantic_f1', predictor: 'judge', cached: true })],
    });

    expect(resultOf(row).result).toMatchObject({
      diagnosis: 'right content, wrong form',
      form: 'words around the answer',
      facts: [['answer_exact_match', 'no answer'], ['time', '121 ms'], expect.anything(), expect.anything()],
      outputs: [['answer', '(nothing)']],
      calls: [
        {
          title: 'call of judge by semantic_f1',
          note: 'chat format · openai/gemma-3-4b-it · finished with stop · from the cache · 40 tokens sent, 8 received',
        },
      ],
    });
  });

  it.each([
    ['a title', { gold_titles: ['Hamlet'] }],
    ['a document', { gold_passage_ids: ['doc-1', 'doc-9'] }],
    ['a passage', { gold_passage_ids: ['c1'] }],
  ])('marks the passages that the data set names by %s', (_what, expected) => {
    const [found] = reportRow().passages;
    const passages = [
      { id: 'c0', text: 'Other.', score: 0.5, metadata: {} },
      { ...found, id: 'c1', text: '', score: 0.25, metadata: { title: 'Hamlet', document_id: 'doc-1' } },
    ];

    expect(resultOf(reportRow({ expected, passages })).result.passages).toEqual([
      { title: 'c0', note: 'rank 1 · score 0.5', text: 0 },
      { title: 'Hamlet', note: 'rank 2 · score 0.25 · named by the data set as evidence', text: 1 },
    ]);
  });
});
