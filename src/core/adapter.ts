import type { Fields } from './fields.ts';
import type { Prompt } from './language-model.ts';
import type { Signature } from './signature.ts';

/** A prompt format: signature, demos and inputs become messages; the model's text becomes output fields. */
export interface Adapter {
  readonly name: string;
  format(signature: Signature, demos: readonly Fields[], inputs: Fields): Prompt;
  /**
   * The output fields found in `text`, in order of appearance (DSPy 3.0.4 saves demos in this order).
   *
   * @throws RagError REPLY_UNPARSABLE
   */
  parse(signature: Signature, text: string): Fields;
  /** Asked once, with a request of its own, when a call in this format fails. */
  readonly fallback: Adapter | null;
}
