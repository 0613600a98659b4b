import { RagError } from '../core/errors.ts';
import type { ProgressEvent } from '../core/events.ts';
import type { Attempt, Candidate, Compiled, CompileTask, Optimizer } from '../core/optimizer.ts';
import { resetState } from '../core/program.ts';
import { pythonRandom } from '../python/random.ts';
import { type BootstrapOptions, bootstrapFewShot } from './bootstrap-few-shot.ts';
import { labeledFewShot } from './labeled-few-shot.ts';
import { requireExamples } from './require-examples.ts';
import { scoreState } from './score-state.ts';

export interface RandomSearchOptions extends BootstrapOptions {
  /** Shuffled candidates, beside the three fixed ones. */
  readonly numCandidatePrograms: number;
  /** A score in percent that ends the search; null tries all candidates. */
  readonly stopAtScore: number | null;
  /** Whether the labels-only candidate samples the trainset or takes its first examples. */
  readonly labeledSample: boolean;
  /** The seeds to try, in the order of the search; null tries all. */
  readonly restrict: readonly number[] | null;
}

/**
 * An optimizer that compiles candidates in several ways, scores each on all validation examples (the trainset when
 * there are none) and keeps the best, of equals the earlier. Costs `numCandidatePrograms + 3` evaluations and
 * `numCandidatePrograms + 1` bootstraps.
 *
 * Seed -3 is the program without demos, -2 labelled demos only, -1 a bootstrap of the trainset in its order; from 0 on
 * the trainset is shuffled and the number of bootstrapped demos drawn, both with that seed.
 *
 * DSPy 3.0.4, dspy/teleprompt/random_search.py, BootstrapFewShotWithRandomSearch.
 *
 * @throws RagError CONFIG_INVALID when `restrict` leaves no seed
 */
export function randomSearch(options: RandomSearchOptions): Optimizer {
  return {
    name: 'random-search',
    compile: async (task) => {
      requireExamples(task.trainset);
      const candidates: Candidate[] = [];
      const attempts: Attempt[] = [];
      for (const seed of seedsOf(options)) {
        const compiled = await compileCandidate(seed, task, options);
        const score = await scoreCandidate(seed, compiled, task, options);
        attempts.push(...compiled.attempts);
        candidates.push({ seed, score, state: compiled.state });
        if (options.stopAtScore !== null && score >= options.stopAtScore) break;
      }
      const best = candidates.toSorted((a, b) => b.score - a.score);
      return { state: best[0]?.state ?? task.state, attempts, candidates: best };
    },
  };
}

function seedsOf({ numCandidatePrograms, restrict }: RandomSearchOptions): number[] {
  const seeds = Array.from({ length: numCandidatePrograms + 3 }, (_, index) => index - 3);
  const tried = restrict === null ? seeds : seeds.filter((seed) => restrict.includes(seed));
  if (tried.length > 0) return tried;
  throw new RagError(
    'CONFIG_INVALID',
    `restrict leaves nothing to try: it has none of the seeds -3 to ${numCandidatePrograms - 1}`,
    { hint: 'rag compile --restrict "[-3, -2, -1, 0]"' },
  );
}

async function compileCandidate(seed: number, task: CompileTask, options: RandomSearchOptions): Promise<Compiled> {
  const { maxLabeledDemos, maxBootstrappedDemos, labeledSample } = options;
  if (seed === -3) return { state: resetState(task.program, task.state), attempts: [], candidates: [] };
  if (seed === -2) return labeledFewShot({ k: maxLabeledDemos, sample: labeledSample }).compile(task);
  if (seed === -1) return bootstrapFewShot(options).compile(task);
  // Two generators with one seed, as in DSPy: the size does not depend on the length of the trainset.
  const size = pythonRandom(seed).randint(1, maxBootstrappedDemos);
  return compileShuffled(seed, task, { ...options, maxBootstrappedDemos: size });
}

/** Attempts and events keep the positions of the trainset as it was given. */
async function compileShuffled(seed: number, task: CompileTask, options: BootstrapOptions): Promise<Compiled> {
  const shuffled = pythonRandom(seed).shuffle([...task.trainset.entries()]);
  const positionOf = (index: number) => shuffled[index]?.[0] ?? index;
  const compiled = await bootstrapFewShot(options).compile({
    ...task,
    trainset: shuffled.map(([, example]) => example),
    report: (event) => task.report(withPosition(event, positionOf)),
  });
  const attempts = compiled.attempts.map((attempt) => ({ ...attempt, index: positionOf(attempt.index) }));
  return { ...compiled, attempts };
}

function withPosition(event: ProgressEvent, positionOf: (index: number) => number): ProgressEvent {
  return event.type === 'attempt-end' ? { ...event, index: positionOf(event.index) } : event;
}

async function scoreCandidate(
  seed: number,
  { state }: Compiled,
  task: CompileTask,
  { maxErrors }: RandomSearchOptions,
): Promise<number> {
  const { valset, trainset, report } = task;
  const examples = valset === null || valset.length === 0 ? trainset : valset;
  const score = await scoreState({ state, examples, stage: `candidate ${seed}`, maxErrors }, task);
  report({ type: 'candidate-end', seed, score });
  return score;
}
