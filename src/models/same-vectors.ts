import { cosine } from '../core/cosine.ts';
import { RagError } from '../core/errors.ts';

/** The vector that a server gave for a text. */
export interface Sample {
  /** The URL of the server, and if need be when it was asked: for messages. */
  readonly from: string;
  readonly vector: Float32Array;
}

/**
 * How the second vector shows that another model made it, in words; null when one model may have made both. Batches and machines
 * change a vector in the third or fourth digit, another model changes it altogether.
 */
export function differenceOf(expected: Sample, found: Sample): string | null {
  if (expected.vector.length !== found.vector.length) {
    return `${found.from} gives vectors of ${found.vector.length} numbers, ${expected.from} of ${expected.vector.length}`;
  }
  const likeness = cosine(expected.vector, found.vector);
  if (likeness >= ALIKE) return null;
  return `the vectors of ${found.from} are not those of ${expected.from}: for one text their cosine is ${likeness.toFixed(3)}`;
}

/** @throws RagError EMBEDDERS_DIFFER when the samples, of one text, cannot all come from one model */
export function refuseDifferent(samples: readonly Sample[]): void {
  const [first, ...others] = samples;
  if (first === undefined) return;
  refuse(differencesOf(first, others), {
    what: 'serve different models',
    hint: 'list servers of one and the same model only:  rag config show --origin',
  });
}

/** @throws RagError EMBEDDERS_DIFFER when a sample cannot come from the model that gave another for the same text, at first */
export function refuseChanged(first: Sample, samples: readonly Sample[]): void {
  refuse(differencesOf(first, samples), {
    what: 'serve another model than at first',
    hint: 'start them with the model they served at first, and run the same command again',
  });
}

function differencesOf(expected: Sample, samples: readonly Sample[]): readonly string[] {
  return samples.map((sample) => differenceOf(expected, sample)).filter((difference) => difference !== null);
}

function refuse(
  differences: readonly string[],
  { what, hint }: { readonly what: string; readonly hint: string },
): void {
  if (differences.length === 0) return;
  throw new RagError('EMBEDDERS_DIFFER', `the embedding servers ${what}: ${differences.join('; ')}`, {
    hint,
    details: { differences },
  });
}

const ALIKE = 0.99;
