import { z } from 'zod';

import { RagError } from '../core/errors.ts';
import { type Fields, isFields, type JsonValue } from '../core/fields.ts';
import type { Predictor } from '../core/predictor.ts';
import type { PredictorState } from '../core/program.ts';
import { cleandoc } from '../python/cleandoc.ts';
import { inKeyOrder, withoutKeys } from './key-order.ts';

/** Whether a top-level entry of a saved program is a predictor; a retriever's, for one, is not. */
export function looksLikePredictor(entry: JsonValue | undefined): boolean {
  return isFields(entry) && ('signature' in entry || 'demos' in entry);
}

/**
 * The state in one entry of a saved program. Instructions lose their common indentation, as whenever DSPy reads them.
 * Prefixes and descriptions go to the predictor's fields by position, as in DSPy; demos may be missing. `place` names
 * the entry in messages.
 *
 * @throws RagError ARTIFACT_INVALID
 */
export function decodePredictor(entry: JsonValue | undefined, { signature }: Predictor, place: string): PredictorState {
  const { saved, demos } = validated(entry, place);
  const fields = signature.fields.map((field, index) => {
    const { prefix, description } = saved.fields[index] ?? field;
    return { ...field, prefix, description };
  });
  const extra = withoutKeys(isFields(entry) ? entry : {}, ['demos', 'signature']);
  return { signature: { instructions: cleandoc(saved.instructions), fields }, demos, extra };
}

/** The entry of one predictor: keys in the given order, others in DSPy's. */
export function encodePredictor({ signature, demos, extra }: PredictorState, keys: readonly string[]): Fields {
  const fields = signature.fields.map(({ prefix, description }) => ({ prefix, description }));
  const saved = { instructions: cleandoc(signature.instructions), fields };
  const entry = { traces: [], train: [], demos, signature: saved, lm: null, ...extra };
  return inKeyOrder(entry, keys);
}

const jsonObject = z.custom<Fields>(isFields, 'expected an object');

const savedSignature = z.looseObject({
  instructions: z.string(),
  fields: z.array(z.looseObject({ prefix: z.string(), description: z.string() })),
});

/** The parts that are read; whatever else there is stays as it is. */
const savedPredictor = z.looseObject({
  signature: savedSignature,
  demos: z.array(jsonObject).default([]),
  lm: jsonObject.nullish(),
});

interface Validated {
  readonly saved: z.infer<typeof savedSignature>;
  readonly demos: readonly Fields[];
}

function validated(entry: JsonValue | undefined, place: string): Validated {
  if (isFields(entry) && 'extended_signature' in entry) {
    throw new RagError('ARTIFACT_INVALID', `${place} was saved by DSPy 2.5 or older, whose layout is another`, {
      hint: 'save it again with DSPy 2.6 or later, or compile anew:  rag compile',
    });
  }
  const { data, error } = savedPredictor.safeParse(entry);
  if (data !== undefined) return { saved: data.signature, demos: data.demos };
  const [issue] = error.issues;
  const path = [place, ...(issue?.path ?? []).map(String)].join('.');
  const fact = issue?.message.replace('Invalid input: ', '') ?? 'not a saved predictor';
  throw new RagError('ARTIFACT_INVALID', `${path}: ${fact}`, { hint: 'make a new one:  rag compile' });
}
