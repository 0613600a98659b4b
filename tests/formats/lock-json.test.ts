import { describe, expect, it } from 'vitest';
import type { EvaluationLock } from '../../src/core/evaluation-lock.ts';
import { decodeLock, encodeLock } from '../../src/formats/lock-json.ts';

const LOCK: EvaluationLock = {
  gates: [
    { type: 'min-score', metric: 'answer_exact_match', percent: 40.5 },
    { type: 'max-failures', limit: 5, unit: 'percent' },
    { type: 'no-regression', points: 0 },
  ],
  policy: 'fail',
  baseline: { path: '../baseline.json', digest: 'b'.repeat(64) },
  facts: {
    metrics: ['answer_exact_match', 'é'],
    metricSettings: { 'metric.frac': 0.5, 'evaluation.metrics': [{ use: 'answer_f1' }] },
    data: { questions: 4, digest: 'd'.repeat(64) },
    index: { points: 2, digest: 'c'.repeat(64), embeddingModel: 'all-minilm' },
    programs: [{ label: 'compiled', digest: 'a'.repeat(64) }],
  },
};

const DIGESTS = [
  ['baseline.digest', 'b'.repeat(64)],
  ['facts.data.digest', 'd'.repeat(64)],
  ['facts.index.digest', 'c'.repeat(64)],
  ['facts.programs.0.digest', 'a'.repeat(64)],
] as const;

describe('encodeLock', () => {
  it('writes what can be read back', () => {
    expect(decodeLock(encodeLock(LOCK), 'x')).toEqual(LOCK);
    const index = { points: 2, digest: null, embeddingModel: null };
    const unseen = { ...LOCK, facts: { ...LOCK.facts, index } };
    expect(decodeLock(encodeLock(unseen), 'x')).toEqual(unseen);
    const bare = { ...LOCK, gates: [], baseline: null, facts: { ...LOCK.facts, index: null, programs: [] } };
    expect(decodeLock(encodeLock(bare), 'x')).toEqual(bare);
  });

  it('is laid out for people and diffs', () => {
    expect(encodeLock(LOCK).split('\n').slice(0, 8)).toEqual([
      '{',
      '  "schema": "rag-lock/v1",',
      '  "gates": [',
      '    {',
      '      "type": "min-score",',
      '      "metric": "answer_exact_match",',
      '      "percent": 40.5',
      '    },',
    ]);
  });
});

describe('decodeLock', () => {
  const text = encodeLock(LOCK);

  it.each([
    ['no JSON', '{', 'it is not JSON'],
    ['another file', '{}', 'schema: Invalid input: expected "rag-lock/v1"'],
    ['another version', text.replace('rag-lock/v1', 'rag-lock/v2'), 'schema: Invalid input: expected "rag-lock/v1"'],
    [
      'an unknown gate',
      text.replace('"type": "min-score"', '"type": "min-speed"'),
      "gates.0.type: Invalid discriminator value. Expected 'min-score' | 'max-failures' | 'no-regression'",
    ],
    ['a bar beyond 100 %', text.replace('40.5', '140.5'), 'gates.0.percent: Too big: expected number to be <=100'],
    ['an unknown demand', text.replace('"policy"', '"speed": 3, "policy"'), 'at the top: Unrecognized key: "speed"'],
    ...DIGESTS.flatMap(([place, digest]): [string, string, string][] =>
      ['latest', digest.toUpperCase(), digest.slice(1)].map((broken) => [
        `as ${place} ${broken}`,
        text.replace(digest, broken),
        `${place}: expected a SHA-256 in hex`,
      ]),
    ),
  ])('refuses %s', (_what, broken, problem) => {
    expect(() => decodeLock(broken, 'report.json')).toThrow(
      expect.objectContaining({
        code: 'FILE_INVALID',
        message: `report.json is no lock of rag eval: ${problem}`,
        hint: 'make one:  rag eval lock eval.lock.json --min-score 40',
      }),
    );
  });
});
