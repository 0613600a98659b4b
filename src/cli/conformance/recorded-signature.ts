import { z } from 'zod';
import { chainOfThought } from '../../core/predictor.ts';
import type { Signature } from '../../core/signature.ts';
import { parseSignature } from '../../core/signature-text.ts';

/** How a case names a signature: its text, and whether reasoning is put before its outputs. */
export const recordedSignature = z.object({
  signature: z.string(),
  predictor: z.enum(['predict', 'chain_of_thought']),
  instructions: z.string().nullable().default(null),
  descriptions: z.record(z.string(), z.string()).default({}),
});

export function signatureOf(recorded: z.infer<typeof recordedSignature>): Signature {
  const { signature: text, predictor, instructions, descriptions } = recorded;
  const signature = parseSignature(text, { descriptions, ...(instructions === null ? {} : { instructions }) });
  return predictor === 'predict' ? signature : chainOfThought(signature).signature;
}
