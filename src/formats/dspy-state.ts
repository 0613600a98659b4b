import type { Artifact } from '../core/artifact.ts';
import { RagError } from '../core/errors.ts';
import { type Fields, isFields, type JsonValue } from '../core/fields.ts';
import { type Program, type ProgramState, stateOf } from '../core/program.ts';
import { writeDspyJson } from '../python/json.ts';
import { atTopLevel, underOwnPath } from './bare-predict.ts';
import { inKeyOrder, withoutKeys } from './key-order.ts';
import { locateParameters, parametersOf } from './parameter-paths.ts';
import { readSavedFile } from './read-saved-file.ts';
import { decodePredictor, encodePredictor, looksLikePredictor } from './saved-predictor.ts';

/** What a new file says of the Python side. DSPy does not load a file without it, nor one with any other name in it. */
const DEPENDENCY_VERSIONS = { python: '3.11', dspy: '3.0.4', cloudpickle: '3.1' };

/** A state that was never saved, ready to be. `rag` is this tool's own note, which DSPy ignores; null for none. */
export function newArtifact(state: ProgramState, rag: Fields | null = null): Artifact {
  const metadata = { dependency_versions: DEPENDENCY_VERSIONS, ...(rag === null ? {} : { rag }) };
  return { state, entries: {}, metadata, keys: [], predictorKeys: {} };
}

/**
 * The saved program in `text`, the content of a file written by DSPy's `save` or by `encodeArtifact`.
 *
 * Predictors are found by DSPy's parameter path; when program and file have one each, the path in the file may be any.
 * Missing metadata is accepted, though DSPy does not: nothing is read from it. `file` names the text in messages.
 *
 * @throws RagError ARTIFACT_INVALID
 */
export function decodeArtifact(text: string, program: Program, file = 'the artifact'): Artifact {
  const saved = underOwnPath(readSavedFile(text, file));
  const { metadata = {}, ...others } = saved;
  if (!isFields(metadata)) throw new RagError('ARTIFACT_INVALID', `${file}: metadata: expected an object`);
  const own = parametersOf(program).map(({ path }) => path);
  const found = Object.keys(others).filter((key) => own.includes(key) || looksLikePredictor(others[key]));
  const parameters = locateParameters(program, found, file).map(({ name, predictor, path }) => ({
    name,
    keys: keysOf(others[path]),
    state: decodePredictor(others[path], predictor, `${file}: ${path}`),
  }));
  return {
    state: Object.fromEntries(parameters.map(({ name, state }) => [name, state])),
    entries: withoutKeys(others, found),
    metadata,
    keys: Object.keys(saved),
    predictorKeys: Object.fromEntries(parameters.map(({ name, keys }) => [name, keys])),
  };
}

/**
 * The text of a file that DSPy 3.0.4 to 3.3.1 load into the same program in Python. A decoded artifact gives the bytes
 * it came from; what DSPy needs and the file lacked is added. A new one starts with the program's retrievers, which
 * Python ignores unless it has them too.
 *
 * Source: DSPy 3.0.4, dspy/primitives/base_module.py (save), dspy/predict/predict.py (dump_state).
 *
 * @throws RagError ARTIFACT_INVALID for a value that DSPy cannot save either (half a surrogate pair, an integer beyond
 * 64 bits)
 */
export function encodeArtifact({ state, entries, metadata, keys, predictorKeys }: Artifact, program: Program): string {
  const isNew = keys.length === 0;
  const saved = keys.filter((key) => key !== 'metadata' && !Object.hasOwn(entries, key));
  const parameters = isNew ? parametersOf(program) : locateParameters(program, saved, 'the artifact');
  const predictors = parameters.map(({ name, path }): [string, Fields] => [
    path,
    encodePredictor(stateOf(state, name), predictorKeys[name] ?? []),
  ]);
  const values: Fields = {
    ...(isNew ? program.retrievers : {}),
    ...entries,
    ...Object.fromEntries(predictors),
    metadata: Object.hasOwn(metadata, 'dependency_versions')
      ? metadata
      : { dependency_versions: DEPENDENCY_VERSIONS, ...metadata },
  };
  return write(atTopLevel(inKeyOrder(values, keys)));
}

function keysOf(entry: JsonValue | undefined): readonly string[] {
  return isFields(entry) ? Object.keys(entry) : [];
}

function write(values: Fields): string {
  try {
    return writeDspyJson(values);
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new RagError('ARTIFACT_INVALID', `the program cannot be saved: ${cause.message}`, { cause });
  }
}
