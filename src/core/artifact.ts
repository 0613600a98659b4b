import type { Fields } from './fields.ts';
import type { ProgramState } from './program.ts';

/** A saved program, decoded. Everything found in the file is kept, so that saving it again gives the same bytes. */
export interface Artifact {
  readonly state: ProgramState;
  /** `retrieve: {"k": 3}` and other top-level entries that are neither predictors nor metadata. */
  readonly entries: Fields;
  readonly metadata: Fields;
  /** The file's top-level keys in its own order; empty for a state that was never saved. */
  readonly keys: readonly string[];
  /** The same for the entry of each predictor, by predictor name. */
  readonly predictorKeys: Readonly<Record<string, readonly string[]>>;
}
