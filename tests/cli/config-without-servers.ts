/** A config file that indexes `corpus`, every text of it, without any server. */
export function configWithoutServers(corpus: string): string {
  return `corpus: ${corpus}
store: { use: sqlite, collection: sample }
embedding: { use: builtin/hashing }
chunker: { use: fixed-length, minCharacters: 0 }
retriever: bm25
`;
}
