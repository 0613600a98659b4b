import { RagError } from '../core/errors.ts';
import type { Passage } from '../core/retriever.ts';
import type { ScoredPoint } from '../core/vector-store.ts';

/**
 * The points as passages, in their order: the text is the payload's `textField`, the metadata all the rest.
 *
 * @throws RagError PAYLOAD_INVALID when a point has no text there
 */
export function passagesOf(points: readonly ScoredPoint[], textField: string): Passage[] {
  return points.map((point) => {
    const { [textField]: text, ...metadata } = point.payload;
    if (typeof text !== 'string') throw withoutText(point, textField);
    return { id: point.id, text, score: point.score, metadata };
  });
}

function withoutText({ id, payload }: ScoredPoint, textField: string): RagError {
  const keys = Object.keys(payload);
  const seen = keys.length === 0 ? 'it is empty' : `it holds ${keys.map((key) => `"${key}"`).join(', ')}`;
  return new RagError('PAYLOAD_INVALID', `the payload of point ${id} has no text under "${textField}": ${seen}`, {
    hint: 'name the field that holds the text in the retriever\'s option "textField"',
    details: { id, textField, keys },
  });
}
