import { cleandoc } from '../python/cleandoc.ts';
import { STR } from './field-type.ts';
import { defaultDescription, type Field, type Signature } from './signature.ts';
import { parseSignature } from './signature-text.ts';

/** A named model call. */
export interface Predictor {
  readonly signature: Signature;
  /** Where DSPy keeps the Predict below this attribute: '' for Predict, 'predict' for ChainOfThought. */
  readonly innerPath: string;
}

/**
 * A predictor that asks for the signature's outputs and nothing else.
 *
 * @throws RagError SIGNATURE_INVALID
 */
export function predict(signature: string | Signature): Predictor {
  return { signature: signatureFrom(signature), innerPath: '' };
}

/**
 * A predictor that has the model write its `reasoning` before the signature's outputs; the instructions do not name it.
 *
 * Source: DSPy 3.0.4, dspy/predict/chain_of_thought.py. As there, an output `reasoning` of the signature's own is kept as it is
 * and moves to the front, and an input of that name becomes the output.
 *
 * @throws RagError SIGNATURE_INVALID
 */
export function chainOfThought(signature: string | Signature): Predictor {
  const { instructions, fields } = signatureFrom(signature);
  const own = fields.find(({ name, role }) => name === REASONING.name && role === 'output');
  const others = fields.filter(({ name }) => name !== REASONING.name);
  const inputs = others.filter(({ role }) => role === 'input');
  const outputs = others.filter(({ role }) => role === 'output');
  return {
    // Read from one Python class and written to the next, a docstring loses its indentation a second time.
    signature: { instructions: cleandoc(instructions), fields: [...inputs, own ?? REASONING, ...outputs] },
    innerPath: 'predict',
  };
}

/** The prefix is a sentence without end: DSPy 3.0.4 saves it so (3.2 and later save "Reasoning:"). */
const REASONING: Field = {
  name: 'reasoning',
  role: 'output',
  type: STR,
  prefix: "Reasoning: Let's think step by step in order to",
  description: defaultDescription('reasoning'),
  constraints: null,
};

function signatureFrom(signature: string | Signature): Signature {
  return typeof signature === 'string' ? parseSignature(signature) : signature;
}
