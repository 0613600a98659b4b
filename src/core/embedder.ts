export interface Embedder {
  readonly model: string;
  /** The length every vector will have, or null when only a first call can tell. */
  readonly dimensions: number | null;
  /** True where texts are near because they share words, whatever these mean: no better than a search for words. */
  readonly wordsOnly?: boolean;
  /** What belongs before each passage, and never before a question, as some models were trained; nothing when left out. */
  readonly documentInstruction?: string;
  /** Calls at once that it can make use of at the moment; further ones only wait. A handful when left out. */
  readonly concurrency?: () => number;
  /**
   * One vector per text, in order, all of the same length, all numbers finite.
   *
   * @throws RagError EMBEDDER_UNREACHABLE, KEY_REJECTED, MODEL_NOT_FOUND, EMBEDDER_FAILED, EMBEDDING_INVALID
   */
  embed(texts: readonly string[], signal: AbortSignal): Promise<readonly Float32Array[]>;
}
