/** Held as long as the vector is, and no longer. */
const texts = new WeakMap<Float32Array, Buffer>();

/**
 * Notes the JSON list, brackets included, that a vector was read from. Whoever sends the vector on as JSON can copy the text:
 * printing its numbers costs ten times as much. The vector must not be changed afterwards.
 */
export function keepVectorJson(vector: Float32Array, text: Buffer): void {
  texts.set(vector, text);
}

/** The JSON list that the vector was read from; null when it came another way. */
export function vectorJson(vector: Float32Array): Buffer | null {
  return texts.get(vector) ?? null;
}
