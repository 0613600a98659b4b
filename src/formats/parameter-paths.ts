import { RagError } from '../core/errors.ts';
import type { Predictor } from '../core/predictor.ts';
import type { Program } from '../core/program.ts';

export interface Parameter {
  readonly name: string;
  readonly predictor: Predictor;
  /** The key of the predictor in a saved file: `generate_answer.predict`; `self` for a bare Predict, see `bare-predict.ts`. */
  readonly path: string;
}

/** The program's predictors, in its order, where DSPy saves them. */
export function parametersOf(program: Program): readonly Parameter[] {
  return Object.entries(program.predictors).map(([name, predictor]) => ({
    name,
    predictor,
    path: predictor.innerPath === '' ? name : `${name}.${predictor.innerPath}`,
  }));
}

/**
 * The program's predictors where a file has them, given the keys of all predictors in it. A single predictor may have
 * any key: what its attribute is called in Python was the author's choice.
 *
 * @throws RagError ARTIFACT_INVALID when the file is of another program
 */
export function locateParameters(program: Program, found: readonly string[], file: string): readonly Parameter[] {
  const parameters = parametersOf(program);
  const [path] = found;
  if (path !== undefined && found.length === 1 && parameters.length === 1) {
    return parameters.map((parameter) => ({ ...parameter, path }));
  }
  if (found.length === parameters.length && parameters.every((own) => found.includes(own.path))) return parameters;
  const wanted = parameters.map((own) => own.path);
  throw new RagError(
    'ARTIFACT_INVALID',
    `${file} has ${listed(found)}, program "${program.name}" has ${listed(wanted)}`,
    {
      hint: 'take the program that was compiled, or compile this one:  rag compile',
      details: { found, wanted },
    },
  );
}

function listed(paths: readonly string[]): string {
  if (paths.length === 0) return 'no predictor';
  return `the ${paths.length === 1 ? 'predictor' : 'predictors'} ${paths.map((path) => `"${path}"`).join(', ')}`;
}
