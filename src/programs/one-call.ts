import { RagError } from '../core/errors.ts';
import type { Fields } from '../core/fields.ts';
import { chainOfThought, type Predictor, predict } from '../core/predictor.ts';
import { defineProgram, type Program } from '../core/program.ts';
import { inputFields, type Signature } from '../core/signature.ts';
import { parseSignature } from '../core/signature-text.ts';

export interface OneCallOptions {
  /** `question -> answer: int` */
  readonly signature: string;
  readonly instructions?: string | undefined;
  /** By field name. */
  readonly descriptions: Readonly<Record<string, string>>;
}

/**
 * One model call for the outputs of a signature and nothing else: `dspy.Predict(signature)` as a whole program, saved as that is.
 *
 * @throws RagError SIGNATURE_INVALID
 */
export function predictProgram(options: OneCallOptions): Program {
  return oneCall('predict', 'self', predict(signatureOf(options)));
}

/**
 * One model call that writes its reasoning first: `dspy.ChainOfThought(signature)` as a whole program, saved as that is.
 *
 * @throws RagError SIGNATURE_INVALID
 */
export function chainOfThoughtProgram(options: OneCallOptions): Program {
  // The program is the ChainOfThought, so its Predict is not below an attribute of the program but is one.
  return oneCall('chain-of-thought', 'predict', { ...chainOfThought(signatureOf(options)), innerPath: '' });
}

/** The signature the options describe, before any reasoning is added. */
export function signatureOf({ signature, instructions, descriptions }: OneCallOptions): Signature {
  return parseSignature(signature, { descriptions, ...(instructions === undefined ? {} : { instructions }) });
}

/** `attribute` is the predictor's name, and its path in DSPy. Its prediction is what the model call gives. */
function oneCall(name: string, attribute: string, predictor: Predictor): Program {
  const inputs = inputFields(predictor.signature);
  return defineProgram({
    name,
    predictors: { [attribute]: predictor },
    retrievers: {},
    inputs,
    forward: async (values, steps) => {
      const missing = inputs.filter((field) => !Object.hasOwn(values, field.name)).map((field) => field.name);
      if (missing.length > 0) throw inputsMissing(name, missing, values);
      return steps.predict(attribute, values);
    },
  });
}

function inputsMissing(program: string, missing: readonly string[], given: Fields): RagError {
  const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ');
  const found = quoted(Object.keys(given));
  return new RagError('ROW_INVALID', `program "${program}" needs ${quoted(missing)}, found ${found || 'no inputs'}`, {
    hint: 'name the columns that go into the program in the data set:  inputs: [context]',
  });
}
