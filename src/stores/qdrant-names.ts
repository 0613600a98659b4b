/** What the vector without a name is called where a point has several vectors. */
export const UNNAMED_VECTOR = '';

/** The sparse vector of a point's words. */
export const WORDS_VECTOR = 'bm25';

/** Where the metadata of a collection keeps the average number of words in a text. */
export const WORDS_METADATA = 'bm25';

/** Where it keeps what is to be set back when a bulk load has ended. */
export const BULK_METADATA = 'bulk_load';

/**
 * A collection is reached through an alias, its name, so that another can take its place at once. Behind it stands by turns one of
 * two that no user can name ("~" is not allowed in a name): this gives the one that is not in use.
 */
export function successorName(collection: string, inUse: string | null): string {
  return inUse === `${collection}~1` ? `${collection}~2` : `${collection}~1`;
}

/** True for the name of a collection that is to be reached through an alias. */
export function isBehindAlias(collection: string): boolean {
  return /~[12]$/.test(collection);
}
