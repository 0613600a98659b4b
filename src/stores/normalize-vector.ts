/**
 * The vector at length 1, as Qdrant stores and queries under cosine; the very same object when it is left alone.
 *
 * Left alone are vectors already at length 1 and those too short to have a direction: a zero vector scores 0 against everything.
 * Qdrant 1.15 to 1.19, lib/segment/src/spaces/metric_f32, cosine_preprocess and is_length_zero_or_normalized.
 */
export function normalizeVector(vector: Float32Array): Float32Array {
  let squaredLength = 0;
  // An iterator would make garbage of every number.
  for (let index = 0; index < vector.length; index += 1) {
    const value = vector[index] ?? 0;
    squaredLength += value * value;
  }
  if (squaredLength < FLOAT32_EPSILON || Math.abs(squaredLength - 1) <= 1e-6) return vector;
  const length = Math.sqrt(squaredLength);
  return vector.map((value) => value / length);
}

const FLOAT32_EPSILON = 2 ** -23;
