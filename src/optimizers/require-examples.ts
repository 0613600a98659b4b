import { RagError } from '../core/errors.ts';
import type { Example } from '../core/example.ts';

/** @throws RagError TRAINSET_EMPTY */
export function requireExamples(trainset: readonly Example[]): void {
  if (trainset.length > 0) return;
  throw new RagError('TRAINSET_EMPTY', 'the trainset has no examples', {
    hint: 'take at least one example:  rag compile --train 20',
  });
}
