import { type AnswerForm, DIAGNOSES, type Diagnosis, FORMS, OUTCOMES, type Outcome } from '../../src/core/outcome.ts';
import type { EvaluationReport, ReportVariant } from '../../src/core/report.ts';
import type { ReportCall, ReportRow } from '../../src/core/report-row.ts';

/** One call of the program, with a reply in DSPy's chat format. */
export function reportCall(changes: Partial<ReportCall> = {}): ReportCall {
  return {
    judge: null,
    predictor: 'generate_answer',
    adapter: 'chat',
    model: 'openai/gemma-3-4b-it',
    prompt: [
      { role: 'system', content: 'Your input fields are: …' },
      { role: 'user', content: '[[ ## question ## ]]\nWho wrote <Hamlet> & "Macbeth"?' },
    ],
    reply: '[[ ## answer ## ]]\nShakespeare',
    finishReason: 'stop',
    cached: false,
    usage: { promptTokens: 40, completionTokens: 8 },
    error: null,
    ...changes,
  };
}

/** A correct row. */
export function reportRow(changes: Partial<ReportRow> = {}): ReportRow {
  return {
    id: 'q0',
    index: 0,
    sample: 0,
    inputs: { question: 'Who wrote <Hamlet> & "Macbeth"?' },
    expected: { answer: 'Shakespeare' },
    prediction: { context: ['Hamlet is a play by Shakespeare.'], reasoning: 'It says so.', answer: 'Shakespeare' },
    outcome: 'correct',
    error: null,
    scores: [{ value: true, error: null }],
    answerInCorpus: true,
    answerInPassages: true,
    diagnosis: null,
    form: null,
    passages: [{ id: 'c1', text: 'Hamlet is a play by Shakespeare.', score: 0.75, metadata: { title: 'Hamlet' } }],
    calls: [reportCall()],
    usage: { promptTokens: 40, completionTokens: 8 },
    cost: 0.0001,
    durationMs: 120.5,
    ...changes,
  };
}

const WRONG: Partial<ReportRow> = { outcome: 'wrong', scores: [{ value: false, error: null }], diagnosis: 'not-used' };

/** A row whose request failed. */
const LOST: Partial<ReportRow> = {
  prediction: null,
  outcome: 'timeout',
  error: { code: 'MODEL_TIMEOUT', message: 'http://127.0.0.1:1/v1 sent no completions within 600 s' },
  scores: [{ value: 0, error: null }],
  calls: [
    reportCall({
      reply: null,
      finishReason: null,
      usage: { promptTokens: 0, completionTokens: 0 },
      error: { code: 'MODEL_TIMEOUT', message: 'http://127.0.0.1:1/v1 sent no completions within 600 s' },
    }),
  ],
  usage: { promptTokens: 0, completionTokens: 0 },
  cost: 0,
};

function variant(label: string, rows: readonly ReportRow[], correct: number): ReportVariant {
  const total = rows.length;
  return {
    label,
    program: label === 'zero-shot' ? null : 'artifacts/compiled_rag_v1.json',
    programDigest: 'a'.repeat(64),
    scores: [
      {
        metric: 'answer_exact_match',
        score: (100 * correct) / total,
        sum: correct,
        total,
        isGraded: false,
        interval: { low: 4.56, high: 69.94, confidence: 0.95 },
        bounds: { low: (100 * correct) / total, high: (100 * (correct + 1)) / total },
      },
    ],
    outcomes: tally(OUTCOMES, (name: Outcome) => rows.filter(({ outcome }) => outcome === name).length),
    diagnoses: tally(DIAGNOSES, (name: Diagnosis) => rows.filter(({ diagnosis }) => diagnosis === name).length),
    forms: tally(FORMS, (name: AnswerForm) => rows.filter(({ form }) => form === name).length),
    answerInCorpus: { found: total, of: total },
    answerInPassages: { found: total, of: total },
    latency: { mean: 120.5, p50: 120.5, p90: 120.5, p95: 120.5, p99: 120.5, max: 120.5 },
    usage: { promptTokens: 120, completionTokens: 24 },
    cost: 0.0003,
    stability: null,
    rows,
  };
}

function tally<Name extends string>(names: readonly Name[], count: (name: Name) => number): Record<Name, number> {
  // Proof of the cast: one entry is made for each of the names.
  return Object.fromEntries(names.map((name) => [name, count(name)])) as Record<Name, number>;
}

/** Four questions, twice: one right, two wrong, one lost; then one more right. */
export function evaluationReport(changes: Partial<EvaluationReport> = {}): EvaluationReport {
  const row = (index: number, more: Partial<ReportRow> = {}) => reportRow({ id: `q${index}`, index, ...more });
  return {
    run: {
      tool: 'rag 0.1.0',
      startedAt: '2026-01-02T03:04:05.000Z',
      seconds: 2.5,
      metrics: ['answer_exact_match'],
      languageModel: 'openai/gemma-3-4b-it',
      embeddingModel: 'openai/qwen3-embedding:0.6b',
      settings: { 'dataset.dev': 4, 'program.k': 1 },
      data: { name: 'question-answer', digest: 'd'.repeat(64), questions: 4, filters: [] },
      index: {
        collection: 'simple_wiki_rag',
        points: 2,
        metadata: { embedding_model: 'openai/qwen3-embedding:0.6b' },
        digest: 'e'.repeat(64),
      },
      samples: 1,
      shard: null,
      caveats: [],
      stopped: null,
    },
    variants: [
      variant('zero-shot', [row(0), row(1, WRONG), row(2, WRONG), row(3, LOST)], 1),
      variant('compiled', [row(0), row(1), row(2, WRONG), row(3, LOST)], 2),
    ],
    comparisons: [
      {
        metric: 'answer_exact_match',
        baseline: 'zero-shot',
        baselineFile: null,
        candidate: 'compiled',
        questions: 3,
        leftOut: 1,
        difference: 33.33,
        interval: { low: 0, high: 100, confidence: 0.95 },
        test: 'exact McNemar',
        pValue: 1,
        verdict: 'inconclusive',
        pairs: { gained: 1, lost: 0, bothRight: 1, bothWrong: 1 },
        questionsNeeded: 22,
      },
    ],
    power: { questions: 3, power: 0.8, significance: 0.05, detectableGain: null },
    gates: [],
    ...changes,
  };
}
