const TEXT = Symbol('JSON text');

interface ReadVector extends Float32Array {
  readonly [TEXT]: Buffer;
}

/**
 * Notes the JSON list, brackets included, that a vector was read from. Whoever sends the vector on as JSON can copy the text:
 * printing its numbers costs ten times as much. The vector must not be changed afterwards.
 *
 * The text is a hidden property, not an entry of a WeakMap: that would hold it until the next full collection of garbage.
 */
export function keepVectorJson(vector: Float32Array, text: Buffer): void {
  Object.defineProperty(vector, TEXT, { value: text });
}

/** The JSON list that the vector was read from; null when it came another way. */
export function vectorJson(vector: Float32Array): Buffer | null {
  return isRead(vector) ? vector[TEXT] : null;
}

function isRead(vector: Float32Array): vector is ReadVector {
  return TEXT in vector;
}
