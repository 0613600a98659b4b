import { readFileSync } from 'node:fs';
import { z } from 'zod';

const FOLDER = new URL('../fixtures/oracle-fuzz/', import.meta.url);

const value = z.json();
const pool = z.strictObject({
  questions: z.array(z.string()),
  answers: z.array(z.union([z.string(), z.array(z.string())])),
  columns: z.array(z.record(z.string(), value)),
  passages: z.array(z.string()),
  instructions: z.array(z.string()),
});
const rows = z.array(z.tuple([z.int(), z.int(), z.int()]));
const fuzzCase = z.strictObject({
  seed: z.int(),
  program: z.enum(['rag', 'predict', 'two-steps']),
  adapter: z.enum(['chat', 'json']),
  k: z.int(),
  instructions: z.int().nullable(),
  metric: z.string(),
  train: rows,
  dev: rows,
  val: rows.nullable(),
  maxErrors: z.int(),
  optimizer: z.string(),
  options: z.record(z.string(), value),
  teacher: z.int().nullable(),
  error: z.literal('compile').nullable(),
  demos: z.record(z.string(), z.string()).optional(),
  candidates: z.array(z.tuple([z.int(), z.number()])).optional(),
  saved: z.string().optional(),
  compileExchanges: z.int(),
  score: z.number().nullable(),
  rows: z.array(z.union([z.number(), z.boolean()]).nullable()),
  exchanges: z.array(z.string().regex(/^[0-9a-f]{12} (\d+|fails|overflows|null)$/)),
  texts: z.array(z.string()),
});

export type FuzzPool = z.infer<typeof pool>;
export type FuzzCase = z.infer<typeof fuzzCase>;

/** The texts that the cases refer to by position. */
export function readPool(): FuzzPool {
  return pool.parse(JSON.parse(readFileSync(new URL('pool.json', FOLDER), 'utf8')));
}

/** What Python did; `tests/fixtures/oracle-fuzz/README.md` explains the keys. */
export function readCases(): readonly FuzzCase[] {
  const lines = readFileSync(new URL('cases.jsonl', FOLDER), 'utf8').trimEnd().split('\n');
  return lines.map((line) => fuzzCase.parse(JSON.parse(line)));
}
