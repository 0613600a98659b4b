/** One case of an area: what Python gave, and what this program gives. They are compared deeply, keys in any order. */
export interface Check {
  readonly name: string;
  readonly expected: unknown;
  readonly found: unknown;
}

/** A kind of behaviour that is copied from Python, with the recordings that prove it. */
export interface Area {
  readonly name: string;
  readonly description: string;
  check(vectors: Vectors): Promise<readonly Check[]>;
}

/** The folder of recordings. */
export interface Vectors {
  /**
   * The text of a file.
   *
   * @throws RagError FILE_NOT_FOUND
   */
  read(name: string): Promise<string>;
}

/** What `compute` gives; what it throws is a finding as well. */
export function outcomeOf(compute: () => unknown): unknown {
  try {
    return compute();
  } catch (error) {
    return `error: ${error instanceof Error ? error.message : String(error)}`;
  }
}
