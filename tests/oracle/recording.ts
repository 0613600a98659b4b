import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';

const FOLDER = new URL('../fixtures/oracle/', import.meta.url);

const row = z.record(z.string(), z.string());
const exchange = z.strictObject({
  messages: z.string().regex(/^(system|user|assistant) \d+( (user|assistant) \d+)*$/),
  parameters: z.record(z.string(), z.unknown()),
  reply: z.strictObject({ status: z.int(), text: z.int().nullable(), finish_reason: z.string() }),
});
const part = {
  error: z.strictObject({ type: z.string(), message: z.string() }).nullable(),
  stdout: z.array(z.string()),
  averages: z.array(z.string()),
  exchanges: z.array(exchange),
};
const demo = z.strictObject({ question: z.string(), augmented: z.boolean() });
const score = z.union([z.number(), z.boolean()]);
const candidate = z.strictObject({
  seed: z.int(),
  score: z.number(),
  subscores: z.array(score),
  demos: z.array(demo),
});
const recording = z.strictObject({
  scenario: z.string(),
  description: z.string(),
  dspy: z.enum(['3.0.4', '3.3.1']),
  k: z.int(),
  metric: z.enum(['answer_exact_match', 'answer_and_passage_match', 'f1']),
  optimizer: z.strictObject({ name: z.string(), options: z.record(z.string(), z.number()) }).nullable(),
  teacher: z.union([z.strictObject({ model: z.string() }), z.strictObject({ labeled_demos: z.int() })]).nullable(),
  trainset: z.array(row),
  devset: z.array(row),
  passages: z.record(z.string(), z.array(z.string())),
  compile: z.strictObject({
    ...part,
    teacher: z.string().nullable().optional(),
    demos: z.array(demo).optional(),
    candidates: z.array(candidate).optional(),
    saved: z.string().optional(),
  }),
  evaluate: z.strictObject({
    ...part,
    score: z.number().optional(),
    rows: z
      .array(z.strictObject({ question: z.string(), answer: z.string().nullable(), failed: z.boolean(), score }))
      .optional(),
  }),
  texts: z.array(z.string()),
});

export type Recording = z.infer<typeof recording>;
export type RecordedExchange = z.infer<typeof exchange>;

/** Names of the recordings as `readRecording` takes them: `some-bootstrap.3.0.4`. */
export function recordingNames(): readonly string[] {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));
  return files.map((file) => basename(file, '.json')).sort();
}

/** One run of Python DSPy; `tests/fixtures/oracle/README.md` explains the keys. */
export function readRecording(name: string): Recording {
  return recording.parse(JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8')));
}

/** The request body as it was sent, its messages written out. */
export function requestBody({ texts }: Recording, { messages, parameters }: RecordedExchange): Record<string, unknown> {
  const words = messages.split(' ');
  const roles = words.filter((_, index) => index % 2 === 0);
  return {
    ...parameters,
    messages: roles.map((role, index) => ({ role, content: texts[Number(words[2 * index + 1])] })),
  };
}

/** What the server answered: null for a null content and for an error. */
export function replyText({ texts }: Recording, { reply }: RecordedExchange): string | null {
  return reply.text === null ? null : (texts[reply.text] ?? null);
}

/** True when both versions did the same, so that one replay stands for both; how they word a saved program does not matter. */
export function sameRun(left: Recording, right: Recording): boolean {
  const withoutWords = ({ dspy: _, compile: { saved: __, ...compile }, ...rest }: Recording) => ({ ...rest, compile });
  return isDeepStrictEqual(withoutWords(left), withoutWords(right));
}

const scenarioFile = z.looseObject({ evaluate: z.record(z.string(), z.number()).default({}) });

/** The options of `dspy.Evaluate` that a scenario names; its recording does not repeat them. */
export function evaluateOptions(scenario: string): Readonly<Record<string, number>> {
  const text = readFileSync(new URL(`scenarios/${scenario}.json`, import.meta.url), 'utf8');
  return scenarioFile.parse(JSON.parse(text)).evaluate;
}
