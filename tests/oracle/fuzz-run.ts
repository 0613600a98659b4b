import { createHash } from 'node:crypto';
import { adapters } from '../../src/adapters/registry.ts';
import type { Adapter } from '../../src/core/adapter.ts';
import { RagError } from '../../src/core/errors.ts';
import { silent } from '../../src/core/events.ts';
import type { Example } from '../../src/core/example.ts';
import type { Fields } from '../../src/core/fields.ts';
import { NO_JOURNAL } from '../../src/core/journal.ts';
import type { Prompt, Sampling } from '../../src/core/language-model.ts';
import type { Metric } from '../../src/core/metric.ts';
import type { Compiled, CompileTask, Optimizer } from '../../src/core/optimizer.ts';
import { initialState, type Program, type ProgramState } from '../../src/core/program.ts';
import { findEntry, type Registry } from '../../src/core/registry.ts';
import { type Runtime, runProgram } from '../../src/core/run.ts';
import { evaluateScore, sumScores } from '../../src/core/score.ts';
import { encodeArtifact, newArtifact } from '../../src/formats/dspy-state.ts';
import { metrics } from '../../src/metrics/registry.ts';
import { labeledFewShot } from '../../src/optimizers/labeled-few-shot.ts';
import { optimizers } from '../../src/optimizers/registry.ts';
import { evaluateProgram } from '../../src/pipelines/evaluate-program.ts';
import { fixedRetriever } from '../fakes/fixed-retriever.ts';
import { scriptedLanguageModel } from '../fakes/scripted-language-model.ts';
import type { FuzzCase, FuzzPool } from './fuzz-case.ts';
import { programOf } from './fuzz-programs.ts';

/** The recorded part of a case, as this tool would have recorded it. */
export type FuzzOutcome = Pick<
  FuzzCase,
  'error' | 'demos' | 'candidates' | 'saved' | 'compileExchanges' | 'score' | 'rows'
> & {
  /** Digests of the requests in order. */
  readonly requests: readonly string[];
};

/** Compiles and evaluates as the case says, one question at a time; the n-th request gets the recorded n-th reply. */
export async function runCase(recorded: FuzzCase, pool: FuzzPool): Promise<FuzzOutcome> {
  const program = programOf(recorded, pool);
  const requests: string[] = [];
  const metric = await part<Metric>(metrics, recorded.metric);
  const runtime = await runtimeOf(recorded, pool, requests);
  const task = taskOf({ recorded, pool, program, metric, runtime });

  const compiled = await compile(recorded, task);
  const compileExchanges = requests.length;
  const evaluated = await evaluate(recorded, { ...task, state: compiled?.state ?? task.state }, { pool, runtime });
  return { ...compiledOutcome(compiled, program, pool), compileExchanges, ...evaluated, requests };
}

async function runtimeOf(
  { adapter, exchanges, texts }: FuzzCase,
  pool: FuzzPool,
  requests: string[],
): Promise<Runtime> {
  const languageModel = scriptedLanguageModel(({ prompt, sampling }, nth) => {
    requests.push(digestOf(prompt, { temperature: 0.1, ...sampling }));
    const reply = exchanges[nth - 1]?.split(' ')[1] ?? 'fails';
    if (reply === 'fails') throw new RagError('MODEL_FAILED', 'scripted failure');
    if (reply === 'overflows') throw new RagError('CONTEXT_OVERFLOW', 'scripted overflow');
    return reply === 'null' ? '' : (texts[Number(reply)] ?? '');
  });
  return {
    languageModel,
    adapter: await part<Adapter>(adapters, adapter),
    retriever: fixedRetriever((question) => passagesOf(question, pool)),
    signal: new AbortController().signal,
  };
}

/** As `body_digest` in fuzz.py. */
function digestOf({ messages, responseFormat }: Prompt, { temperature }: Sampling): string {
  const parts = messages.flatMap(({ role, content }) => [role, content]);
  const settings = `${temperature} ${responseFormat === null ? 'text' : responseFormat.type}`;
  return shortHash([...parts, settings].join('\0'));
}

/** As `passages_of` in fuzz_pool.py; the retriever cuts them to k. */
function passagesOf(question: string, { questions, passages }: FuzzPool): string[] {
  const first = questions.indexOf(question);
  return Array.from({ length: 5 }, (_, rank) => passages[(3 * first + 5 * rank) % passages.length] ?? '');
}

interface TaskParts {
  readonly recorded: FuzzCase;
  readonly pool: FuzzPool;
  readonly program: Program;
  readonly metric: Metric;
  readonly runtime: Runtime;
}

function taskOf({ recorded, pool, program, metric, runtime }: TaskParts): CompileTask {
  return {
    program,
    state: initialState(program),
    trainset: examplesOf(recorded.train, pool),
    valset: recorded.val === null ? null : examplesOf(recorded.val, pool),
    metric,
    teacher: null,
    run: (one, state, inputs, sampling = {}) => runProgram({ program: one, state, inputs, sampling }, runtime),
    concurrency: 1,
    promptModel: runtime.languageModel,
    report: silent,
  };
}

function examplesOf(rows: FuzzCase['train'], { questions, answers, columns }: FuzzPool): Example[] {
  return rows.map(([question, answer, extra], index) => ({
    id: String(index),
    fields: { question: questions[question] ?? '', answer: answers[answer] ?? '', ...columns[extra] },
    inputKeys: ['question'],
  }));
}

/** Null when it ends with too many failures, which is how Python's may end, too. */
async function compile({ optimizer, options, teacher }: FuzzCase, task: CompileTask): Promise<Compiled | null> {
  const built = await part<Optimizer>(optimizers, optimizer, options);
  const { program } = task;
  const labeled = teacher === null ? null : await labeledFewShot({ k: teacher, sample: true }).compile(task);
  return unlessTooManyFailures(() =>
    built.compile({ ...task, teacher: labeled === null ? null : { program, state: labeled.state } }),
  );
}

async function evaluate(
  { dev, maxErrors }: FuzzCase,
  { program, state, metric }: CompileTask,
  { pool, runtime }: Pick<TaskParts, 'pool' | 'runtime'>,
): Promise<Pick<FuzzCase, 'score' | 'rows'>> {
  const questions = examplesOf(dev, pool).map((example, index) => ({ example, index, sample: 0 }));
  const { rows, stopped } = await evaluateProgram({
    ...{ program, state, questions, runtime, maxErrors },
    label: 'fuzz',
    path: null,
    metrics: [metric],
    prices: {},
    inCorpus: () => null,
    journal: NO_JOURNAL,
    concurrency: 1,
    report: silent,
    clock: () => 0,
  });
  if (stopped !== null) return { score: null, rows: [] };
  const scores = rows.map((row) => (row.error === null ? (row.scores[0]?.value ?? 0) : null));
  return { score: evaluateScore(sumScores(scores.map((score) => score ?? 0)).correct, rows.length), rows: scores };
}

async function unlessTooManyFailures<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RagError && error.code === 'TOO_MANY_FAILURES') return null;
    throw error;
  }
}

function compiledOutcome(
  compiled: Compiled | null,
  program: Program,
  pool: FuzzPool,
): Pick<FuzzCase, 'error' | 'demos' | 'candidates' | 'saved'> {
  if (compiled === null) return { error: 'compile' };
  return {
    error: null,
    demos: shortDemos(compiled.state, program, pool),
    candidates: compiled.candidates.map(({ seed, score }) => [seed, score]),
    saved: shortHash(encodeArtifact(newArtifact(compiled.state), program)),
  };
}

function shortDemos(state: ProgramState, { predictors }: Program, { questions }: FuzzPool): Record<string, string> {
  const short = ({ question, augmented }: Fields) =>
    `${questions.indexOf(String(question))}${augmented === true ? '+' : ''}`;
  return Object.fromEntries(
    Object.entries(predictors).map(([name, { innerPath }]) => [
      innerPath === '' ? name : `${name}.${innerPath}`,
      (state[name]?.demos ?? []).map(short).join(' '),
    ]),
  );
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

async function part<T>(registry: Registry<T, unknown>, name: string, options: unknown = {}): Promise<T> {
  const entry = findEntry(registry, name);
  if (entry === null) throw new Error(`there is no ${registry.kind} ${name}`);
  return entry.build(options, {});
}
