import { cosine } from '../core/cosine.ts';
import { RagError } from '../core/errors.ts';

/** The vector that a server gave for a text. */
export interface Sample {
  readonly url: string;
  readonly vector: Float32Array;
}

/**
 * How the second vector shows that another model made it, in words; null when one model may have made both. Batches and machines
 * change a vector in the third or fourth digit, another model changes it altogether.
 */
export function differenceOf(expected: Sample, found: Sample): string | null {
  if (expected.vector.length !== found.vector.length) {
    return `${found.url} gives vectors of ${found.vector.length} numbers, ${expected.url} of ${expected.vector.length}`;
  }
  const likeness = cosine(expected.vector, found.vector);
  if (likeness >= ALIKE) return null;
  return `the vectors of ${found.url} are not those of ${expected.url}: for one text their cosine is ${likeness.toFixed(3)}`;
}

/** @throws RagError EMBEDDERS_DIFFER when the samples, of one text, cannot all come from one model */
export function refuseDifferent(samples: readonly Sample[]): void {
  const [first, ...others] = samples;
  if (first === undefined) return;
  const differences = others.map((sample) => differenceOf(first, sample)).filter((difference) => difference !== null);
  if (differences.length === 0) return;
  throw new RagError('EMBEDDERS_DIFFER', `the embedding servers serve different models: ${differences.join('; ')}`, {
    hint: 'list servers of one and the same model only:  rag config show --origin',
    details: { differences },
  });
}

const ALIKE = 0.99;
