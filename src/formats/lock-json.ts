import { z } from 'zod';
import { RagError } from '../core/errors.ts';
import type { EvaluationLock } from '../core/evaluation-lock.ts';
import { GATE_TYPES, INCONCLUSIVE_POLICIES } from '../core/gate.ts';
import { writePythonJson } from '../python/json.ts';
import { plainValue } from '../python/plain-value.ts';

const LOCK_SCHEMA = 'rag-lock/v1';

const percent = z.number().min(0).max(100);
const digest = z.string().regex(/^[0-9a-f]{64}$/, 'expected a SHA-256 in hex');
const [MIN_SCORE, MAX_FAILURES, NO_REGRESSION] = GATE_TYPES;

const gate = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal(MIN_SCORE), metric: z.string().min(1), percent }),
  z.strictObject({ type: z.literal(MAX_FAILURES), limit: z.number().min(0), unit: z.enum(['rows', 'percent']) }),
  z.strictObject({ type: z.literal(NO_REGRESSION), points: percent }),
]);

const setting = z.json();

const lock = z.strictObject({
  schema: z.literal(LOCK_SCHEMA),
  gates: z.array(gate),
  policy: z.enum(INCONCLUSIVE_POLICIES),
  baseline: z.strictObject({ path: z.string().min(1), digest }).nullable(),
  facts: z.strictObject({
    metrics: z.array(z.string()),
    metricSettings: z.record(z.string(), setting),
    data: z.strictObject({ questions: z.int().min(0), digest }),
    index: z
      .strictObject({
        points: z.int().min(0),
        digest: digest.nullable(),
        embeddingModel: z.string().nullable(),
      })
      .nullable(),
    programs: z.array(z.strictObject({ label: z.string(), digest })),
  }),
});

/** The text of a lock file: JSON to be read and kept under version control. The same lock gives the same bytes. */
export function encodeLock(value: EvaluationLock): string {
  return `${writePythonJson(plainValue({ schema: LOCK_SCHEMA, ...value }), { indent: 2 })}\n`;
}

/**
 * The lock in `text`; `file` is its name in messages. What it does not know is refused: a demand that nobody reads is none.
 *
 * @throws RagError FILE_INVALID
 */
export function decodeLock(text: string, file: string): EvaluationLock {
  const parsed = lock.safeParse(parseJson(text, file));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw invalid(file, `${issue?.path.join('.') || 'at the top'}: ${issue?.message ?? 'unreadable'}`, parsed.error);
  }
  const { schema: _version, ...value } = parsed.data;
  return value;
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalid(file, 'it is not JSON', cause);
  }
}

function invalid(file: string, problem: string, cause: unknown): RagError {
  return new RagError('FILE_INVALID', `${file} is no lock of rag eval: ${problem}`, {
    // Not under that name: whatever the file is, it would be replaced.
    hint: 'make one:  rag eval lock eval.lock.json --min-score 40',
    cause,
    details: { file },
  });
}
