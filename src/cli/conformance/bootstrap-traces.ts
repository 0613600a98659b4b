import { createHash } from 'node:crypto';
import { z } from 'zod';
import { invariantBroken } from '../../core/errors.ts';
import type { Candidate, Compiled, CompileTask } from '../../core/optimizer.ts';
import { initialState, type Program, type ProgramState } from '../../core/program.ts';
import { findEntry } from '../../core/registry.ts';
import { encodeArtifact, newArtifact } from '../../formats/dspy-state.ts';
import type { MetricNeeds } from '../../metrics/judge.ts';
import { metrics } from '../../metrics/registry.ts';
import { optimizers } from '../../optimizers/registry.ts';
import { rag } from '../../programs/rag.ts';
import type { Area, Check } from './area.ts';
import { readPlain } from './cases.ts';
import { demosOf, type ScriptedWorld, scriptedExample, scriptedWorld } from './scripted-world.ts';

const replies = z.array(z.string().nullable());
const bootstrapCase = z.strictObject({
  name: z.string(),
  optimizer: z.strictObject({ name: z.string(), options: z.record(z.string(), z.union([z.number(), z.boolean()])) }),
  metric: z.string(),
  k: z.int(),
  trainset: z.array(z.looseObject({ question: z.string(), answer: z.string() }).catchall(z.string())),
  passages: z.record(z.string(), z.array(z.string())),
  replies: z.record(z.string(), z.strictObject({ chat: replies, json: replies })),
  expected: z.unknown(),
});
const file = z.looseObject({ cases: z.array(bootstrapCase) });

export type BootstrapCase = z.infer<typeof bootstrapCase>;

export const bootstrapTraces: Area = {
  name: 'bootstrap-traces',
  description: 'optimizers on random examples, options and replies: every request, demo, candidate, file and score',
  check: async (vectors) => {
    const { cases } = await readPlain(vectors, 'bootstrap.json', file);
    const checks: Check[] = [];
    for (const one of cases) {
      const { name, options } = one.optimizer;
      const title = `${one.name} ${name} ${JSON.stringify(options)}`;
      checks.push({ name: title, expected: one.expected, found: await replay(one) });
    }
    return checks;
  },
};

/** What this program does in the case, in the form Python's doings are recorded in. */
async function replay(one: BootstrapCase): Promise<unknown> {
  // Python's program takes its passages from a table and so saves no retriever.
  const program: Program = { ...rag({ k: Math.max(1, one.k) }), retrievers: {} };
  const world = scriptedWorld(one);
  try {
    const compiled = await compile(one, program, world);
    const calls = world.takeCalls();
    return { calls, compiled: await described(one, program, world, compiled) };
  } catch (error) {
    return isTooMany(error) ? { calls: world.takeCalls(), compiled: null } : { error: String(error) };
  }
}

/** No recorded case is scored by a model. */
const NO_JUDGE: MetricNeeds = { judge: () => Promise.reject(invariantBroken('a recorded case asked for a judge')) };

async function compile(one: BootstrapCase, program: Program, world: ScriptedWorld): Promise<Compiled> {
  const { name, options } = one.optimizer;
  const optimizer = await findEntry(optimizers, name)?.build(camelCase(options), undefined);
  const metric = await findEntry(metrics, one.metric)?.build({}, NO_JUDGE);
  if (optimizer === undefined || metric === undefined) throw new Error(`there is no ${name} or no ${one.metric}`);
  const task: CompileTask = {
    program,
    state: initialState(program),
    trainset: one.trainset.map(scriptedExample),
    valset: null,
    metric,
    teacher: null,
    run: world.run,
    concurrency: 1,
    promptModel: world.languageModel,
    report: world.report,
  };
  return optimizer.compile(task);
}

async function described(one: BootstrapCase, program: Program, world: ScriptedWorld, compiled: Compiled) {
  const { state, candidates } = compiled;
  const saved = encodeArtifact(newArtifact(state), program);
  const summaries = world.summaries();
  return {
    summaries,
    demos: demosOf(one, state),
    candidates: candidates.map((candidate) => describeCandidate(one, candidate)),
    savedSha256: sha256(saved),
    evaluation: await evaluate(one, program, state, world),
  };
}

function describeCandidate(one: BootstrapCase, { seed, score, state }: Candidate) {
  return { seed, score, demos: demosOf(one, state) };
}

async function evaluate(one: BootstrapCase, program: Program, state: ProgramState, world: ScriptedWorld) {
  const metric = await findEntry(metrics, one.metric)?.build({}, NO_JUDGE);
  if (metric === undefined) throw new Error(`there is no ${one.metric}`);
  const { score, scores } = await world.evaluate(program, state, metric);
  const calls = world.takeCalls();
  return { calls: calls.length, callsSha256: sha256(calls.join('\n')), score, scores };
}

function isTooMany(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'TOO_MANY_FAILURES';
}

/** `max_labeled_demos` is `maxLabeledDemos` here. */
function camelCase(options: BootstrapCase['optimizer']['options']): Record<string, unknown> {
  const entries = Object.entries(options).map(([name, value]) => [
    name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
    value,
  ]);
  return Object.fromEntries(entries);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
