import type { Signature } from './signature.ts';

/** A named model call. */
export interface Predictor {
  readonly signature: Signature;
  /** Where DSPy keeps the Predict below this attribute: '' for Predict, 'predict' for ChainOfThought. */
  readonly innerPath: string;
}
