import { invariantBroken } from './errors.ts';
import type { Fields } from './fields.ts';
import type { Predictor } from './predictor.ts';
import type { Passage } from './retriever.ts';
import type { Field, Signature } from './signature.ts';

export type Prediction = Fields;

/** What `forward` may do: call a named predictor, fetch passages. Both are recorded in the run's trace. */
export interface Steps<Name extends string> {
  predict(name: Name, inputs: Fields): Promise<Fields>;
  retrieve(query: string, k: number): Promise<readonly Passage[]>;
}

export interface Program<Name extends string = string> {
  readonly name: string;
  /** In declaration order, which is DSPy's order of named predictors. */
  readonly predictors: Readonly<Record<Name, Predictor>>;
  /** Retriever attributes as DSPy names them; saved as `{"k": n}` ahead of the predictors. Empty for a program that fetches nothing. */
  readonly retrievers: Readonly<Record<string, { readonly k: number }>>;
  /** What `forward` takes; a text `question` when left out. */
  readonly inputs?: readonly Field[];
  forward(inputs: Fields, steps: Steps<Name>): Promise<Prediction>;
}

export interface PredictorState {
  readonly signature: Signature;
  readonly demos: readonly Fields[];
  /** Keys of a saved state this tool does not use (lm, traces, train, …), kept so that a round trip loses nothing. */
  readonly extra: Fields;
}

/** All that an optimizer may change, by predictor name. */
export type ProgramState = Readonly<Record<string, PredictorState>>;

/**
 * That predictor's part of the state.
 *
 * @throws RagError INVARIANT_BROKEN when the state belongs to another program
 */
export function stateOf(state: ProgramState, name: string): PredictorState {
  const found = state[name];
  if (found === undefined) throw invariantBroken(`no state for predictor "${name}"`, { known: Object.keys(state) });
  return found;
}

/** Checks names at compile time, then forgets them: `predict('generate_anwser', …)` does not compile. */
export function defineProgram<const Name extends string>(program: Program<Name>): Program {
  return program;
}

/** False for a program that needs no index. */
export function fetchesPassages({ retrievers }: Program): boolean {
  return Object.keys(retrievers).length > 0;
}

/** The state of a program nobody has compiled: its own signatures, no demos. */
export function initialState(program: Program): ProgramState {
  return Object.fromEntries(
    Object.entries(program.predictors).map(([name, { signature }]) => [name, { signature, demos: [], extra: {} }]),
  );
}

/**
 * The state without demos and saved extras, in the program's own order; instructions survive (DSPy 3.0.4,
 * Predict.reset).
 */
export function resetState(program: Program, state: ProgramState): ProgramState {
  return Object.fromEntries(
    Object.keys(program.predictors).map((name) => [
      name,
      { signature: stateOf(state, name).signature, demos: [], extra: {} },
    ]),
  );
}
