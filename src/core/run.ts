import type { Adapter } from './adapter.ts';
import { failsOneExample, RagError } from './errors.ts';
import type { Fields } from './fields.ts';
import {
  addUsage,
  type Completion,
  type LanguageModel,
  NO_USAGE,
  type Prompt,
  type Sampling,
  type Usage,
} from './language-model.ts';
import {
  type Prediction,
  type PredictorState,
  type Program,
  type ProgramState,
  type Steps,
  stateOf,
} from './program.ts';
import type { Passage, Retriever } from './retriever.ts';
import { outputFields, type Signature } from './signature.ts';

export interface TraceStep {
  readonly predictor: string;
  readonly inputs: Fields;
  readonly outputs: Fields;
}

/** One request to the language model, successful or not: the evidence behind a prediction. */
export interface ModelCall {
  readonly predictor: string;
  readonly adapter: string;
  readonly model: string;
  readonly prompt: Prompt;
  /** Null when the request itself failed. */
  readonly completion: Completion | null;
  /** Why this call gave no outputs; null when it did. */
  readonly error: RagError | null;
}

export interface Evidence {
  readonly trace: readonly TraceStep[];
  readonly calls: readonly ModelCall[];
  /** All passages fetched, in order of retrieval. */
  readonly passages: readonly Passage[];
  readonly usage: Usage;
}

export interface Run extends Evidence {
  readonly prediction: Prediction;
}

/** A run that failed, with everything it did before. */
export interface FailedRun extends Evidence {
  readonly prediction: null;
  readonly error: RagError;
}

export interface Runtime {
  readonly languageModel: LanguageModel;
  readonly adapter: Adapter;
  readonly retriever: Retriever;
  readonly signal: AbortSignal;
}

/**
 * The program's prediction for `inputs`, with the trace of every step.
 *
 * @throws RagError of the step that failed
 */
export async function runProgram(request: RunRequest, runtime: Runtime): Promise<Run> {
  const run = await attemptProgram(request, runtime);
  if (run.prediction === null) throw run.error;
  return run;
}

export interface RunRequest {
  readonly program: Program;
  readonly state: ProgramState;
  readonly inputs: Fields;
  /** Overrides the language model's defaults for every call of this run. */
  readonly sampling?: Sampling;
}

/**
 * As `runProgram`, but an error that concerns only this run comes back as data, with the evidence collected so far.
 *
 * @throws RagError when the error would meet every run (see `failsOneExample`), and anything that is not a RagError
 */
export async function attemptProgram(request: RunRequest, runtime: Runtime): Promise<Run | FailedRun> {
  const { program, state, inputs, sampling = {} } = request;
  const record: Recorder = { trace: [], calls: [], passages: [] };
  const steps: Steps<string> = {
    predict: async (name, values) => {
      const outputs = await predict({ name, state: stateOf(state, name), inputs: values, sampling }, runtime, record);
      record.trace.push({ predictor: name, inputs: values, outputs });
      return outputs;
    },
    retrieve: async (query, k) => {
      const passages = await runtime.retriever.retrieve(query, k, runtime.signal);
      record.passages.push(...passages);
      return passages;
    },
  };
  try {
    const prediction = await program.forward(inputs, steps);
    return { prediction, ...evidenceOf(record) };
  } catch (error) {
    if (failsOneExample(error)) return { prediction: null, error, ...evidenceOf(record) };
    throw error;
  }
}

interface Recorder {
  readonly trace: TraceStep[];
  readonly calls: ModelCall[];
  readonly passages: Passage[];
}

interface PredictRequest {
  readonly name: string;
  readonly state: PredictorState;
  readonly inputs: Fields;
  readonly sampling: Sampling;
}

/**
 * DSPy 3.0.4, dspy/adapters/chat_adapter.py, ChatAdapter.__call__: any failure of the first request (transport or
 * parse) but a context overflow is followed by one request in the fallback format, whose failure is final.
 */
async function predict(request: PredictRequest, runtime: Runtime, record: Recorder): Promise<Fields> {
  const { adapter } = runtime;
  try {
    return await call(adapter, request, runtime, record);
  } catch (error) {
    if (adapter.fallback === null || !failsOneExample(error) || error.code === 'CONTEXT_OVERFLOW') throw error;
    return await call(adapter.fallback, request, runtime, record);
  }
}

async function call(adapter: Adapter, request: PredictRequest, runtime: Runtime, record: Recorder): Promise<Fields> {
  const { name, state, inputs, sampling } = request;
  const { languageModel, signal } = runtime;
  const prompt = adapter.format(state.signature, state.demos, inputs);
  let completion: Completion | null = null;
  const keep = (error: RagError | null) =>
    record.calls.push({
      predictor: name,
      adapter: adapter.name,
      model: languageModel.model,
      prompt,
      completion,
      error,
    });
  try {
    completion = await languageModel.complete(prompt, sampling, signal);
    const outputs = parseReply(adapter, state.signature, completion.text);
    keep(null);
    return outputs;
  } catch (error) {
    if (error instanceof RagError) keep(error);
    throw error;
  }
}

/** DSPy 3.0.4, dspy/adapters/base.py, _call_postprocess: an empty reply is no error there; every output is None. */
function parseReply(adapter: Adapter, signature: Signature, text: string): Fields {
  if (text !== '') return adapter.parse(signature, text);
  return Object.fromEntries(outputFields(signature).map((field) => [field.name, null]));
}

function evidenceOf({ trace, calls, passages }: Recorder): Evidence {
  const usage = calls.reduce((sum, { completion }) => addUsage(sum, completion?.usage ?? NO_USAGE), NO_USAGE);
  return { trace, calls, passages, usage };
}
