/** What the vector without a name is called where a point has several vectors. */
export const UNNAMED_VECTOR = '';

/** The sparse vector of a point's words. */
export const WORDS_VECTOR = 'bm25';

/** Where the metadata of a collection keeps the average number of words in a text. */
export const WORDS_METADATA = 'bm25';
