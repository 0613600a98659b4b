import { RagError } from '../../core/errors.ts';
import type { IndexIdentity } from '../../core/index-manifest.ts';
import type { VectorStore } from '../../core/vector-store.ts';

/**
 * A corpus that has changed where it is, is an update. Another corpus, or another revision than the one asked for before, would put
 * the one in the place of the other (or among it), which nobody wants by mistake; nor does anybody want a trial with a few rows to
 * take out all the others.
 *
 * @throws RagError INDEX_MISMATCH
 */
export function refuseOtherCorpus(
  before: IndexIdentity,
  wanted: Omit<IndexIdentity, 'dimensions'>,
  { collection }: VectorStore,
): void {
  if (before.corpus === '') return; // It does not say what it was built from.
  if (before.corpus !== wanted.corpus) {
    throw mismatch(collection, {
      what: `the corpus "${before.corpus}"`,
      expected: before.corpus,
      found: wanted.corpus,
    });
  }
  refuseOtherRevision(before, wanted, collection);
  refuseFewerRows(before, wanted, collection);
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

/** Fewer rows would take out all the others, though the corpus still has them. */
function refuseFewerRows(
  { corpus, corpusLimit: before }: IndexIdentity,
  { corpusLimit: wanted }: Pick<IndexIdentity, 'corpusLimit'>,
  collection: string,
): void {
  if (wanted === null || (before !== null && before <= wanted)) return;
  const rows = before === null ? 'all rows' : `the first ${before} rows`;
  throw new RagError(
    'INDEX_MISMATCH',
    `collection "${collection}" was built from ${rows} of "${corpus}", only the first ${wanted} are to be indexed`,
    {
      hint: waysOut(collection, 'take the others out'),
      details: { collection, expected: before, found: wanted },
    },
  );
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
      hint: waysOut(collection, 'replace what is there'),
      details: { collection, expected, found },
    },
  );
}

function waysOut(collection: string, what: string): string {
  return `index into another collection:  rag index --collection ${collection}_2\nbuild this one anew:  rag index --recreate\nor ${what}:  rag index --cleanup full`;
}
