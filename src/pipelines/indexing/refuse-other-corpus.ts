import { RagError } from '../../core/errors.ts';
import type { IndexIdentity } from '../../core/index-manifest.ts';
import type { VectorStore } from '../../core/vector-store.ts';

/**
 * A corpus that has changed where it is, is an update. Another corpus, or another revision than the one asked for before, would put
 * the one in the place of the other (or among it), which nobody wants by mistake.
 *
 * @throws RagError INDEX_MISMATCH
 */
export function refuseOtherCorpus(
  before: IndexIdentity,
  wanted: Omit<IndexIdentity, 'dimensions'>,
  { collection }: VectorStore,
): void {
  if (before.corpus !== '' && before.corpus !== wanted.corpus) {
    throw mismatch(collection, {
      what: `the corpus "${before.corpus}"`,
      expected: before.corpus,
      found: wanted.corpus,
    });
  }
  refuseOtherRevision(before, wanted, collection);
}

/** @throws RagError INDEX_MISMATCH when an index of the corpus was built from another revision than the one asked for */
export function refuseOtherRevision(
  before: IndexIdentity,
  { corpus, requestedRevision: found }: Pick<IndexIdentity, 'corpus' | 'requestedRevision'>,
  collection: string,
): void {
  if (found === null || isSameRevision(before, found)) return;
  const expected = before.requestedRevision ?? before.corpusRevision;
  throw mismatch(collection, { what: `revision "${expected}" of "${corpus}"`, expected, found });
}

/** Whether an index was built from the revision that is asked for: by the same name, or by the commit that name stood for. */
function isSameRevision({ requestedRevision, corpusRevision }: IndexIdentity, asked: string): boolean {
  return requestedRevision === null || asked === requestedRevision || asked === corpusRevision;
}

interface Difference {
  readonly what: string;
  readonly expected: string;
  readonly found: string;
}

function mismatch(collection: string, { what, expected, found }: Difference): RagError {
  return new RagError(
    'INDEX_MISMATCH',
    `collection "${collection}" was built from ${what}, the configured one is "${found}"`,
    {
      hint: `index into another collection:  rag index --collection ${collection}_2\nbuild this one anew:  rag index --recreate\nor replace what is there:  rag index --cleanup full`,
      details: { collection, expected, found },
    },
  );
}
