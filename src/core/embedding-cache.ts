/**
 * The vectors that one embedding model gave to texts, kept over the end of the process. Calls block for the time of a local
 * transaction.
 */
export interface EmbeddingCache {
  /** For each text its vector, or null when it was never set (or cannot be read back). */
  get(texts: readonly string[]): readonly (Float32Array | null)[];
  /** One vector per text. All are kept, or (with a notice) none. */
  set(texts: readonly string[], vectors: readonly Float32Array[]): void;
}
