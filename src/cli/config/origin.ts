/** Where a value came from, weakest first. */
export type Origin =
  | { readonly type: 'default' }
  | { readonly type: 'file'; readonly file: string; readonly line: number; readonly folder: string }
  | { readonly type: 'environment'; readonly variable: string }
  | { readonly type: 'flag'; readonly flag: string };

/** As messages and `rag config show --origin` name it: `rag.config.yaml:12`, `RAG_CORPUS_LIMIT`, `--limit`, `default`. */
export function describeOrigin(origin: Origin): string {
  switch (origin.type) {
    case 'default':
      return 'default';
    case 'file':
      return `${origin.file}:${origin.line}`;
    case 'environment':
      return origin.variable;
    case 'flag':
      return origin.flag;
  }
}
