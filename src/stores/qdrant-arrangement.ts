import { RagError } from '../core/errors.ts';
import type { Report } from '../core/events.ts';
import type { Fields } from '../core/fields.ts';
import type { QdrantCollection } from './qdrant-collection.ts';
import type { Arrangement } from './qdrant-collection-info.ts';
import { payloadIndexes, type QdrantLayout, qdrantSettings } from './qdrant-layout.ts';
import type { CollectionPlace } from './store-errors.ts';

export interface ArrangeTask {
  readonly collection: QdrantCollection;
  readonly layout: QdrantLayout;
  readonly found: Arrangement;
  readonly place: CollectionPlace;
  readonly report: Report;
}

/**
 * Makes a collection that is there what the layout says: settings are changed in place, fields indexed.
 *
 * @throws RagError INDEX_MISMATCH for another number of shards, which the server cannot change
 */
export async function arrange(
  { collection, layout, found, place, report }: ArrangeTask,
  signal: AbortSignal,
): Promise<void> {
  const { shards } = layout;
  if (shards != null && found.params.shard_number !== shards) throw otherShards(shards, found, place);
  const changes = changesOf(layout, found);
  if (Object.keys(changes).length > 0) {
    await collection.update(changes, signal);
    report(changed(changes, place));
  }
  for (const [field, schema] of payloadIndexes(layout)) {
    if (!isIndexed(found.payloadSchema[field], schema)) await collection.indexField(field, schema, signal);
  }
}

/** The body of an update; empty when all is as it should be. */
function changesOf(layout: QdrantLayout, found: Arrangement): Fields {
  const wanted = qdrantSettings(layout);
  const { m: _, ...hnswButM } = wanted.hnsw;
  const parts = {
    vectors: differing(wanted.vectors, found.vectors),
    params: differing(wanted.params, found.params),
    // A graph that is put off gets its `m` when the collection is filled.
    hnsw_config: differing(found.deferredM === null ? wanted.hnsw : hnswButM, found.hnsw),
    quantization_config: isWithin(wanted.quantization, found.quantization) ? {} : wanted.quantization,
  };
  const { vectors, ...others } = Object.fromEntries(
    Object.entries(parts).filter(([, settings]) => Object.keys(settings).length > 0),
  );
  return vectors === undefined ? others : { ...others, vectors: { '': vectors } };
}

function differing(wanted: Fields, found: Fields): Fields {
  return Object.fromEntries(Object.entries(wanted).filter(([name, value]) => found[name] !== value));
}

/** Whether the found has everything the wanted has. */
function isWithin(wanted: unknown, found: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null) return wanted === found;
  if (typeof found !== 'object' || found === null) return Object.keys(wanted).length === 0;
  const values = new Map<string, unknown>(Object.entries(found));
  return Object.entries(wanted).every(([name, value]) => isWithin(value, values.get(name)));
}

function isIndexed(found: unknown, schema: string | Readonly<Record<string, unknown>>): boolean {
  return typeof schema === 'string' ? isWithin({ data_type: schema }, found) : isWithin({ params: schema }, found);
}

function changed(changes: Fields, { collection }: CollectionPlace) {
  const names = Object.entries(changes).flatMap(([part, settings]) =>
    Object.keys(settings ?? {}).map((name) => (part === 'vectors' ? 'vectors.on_disk' : `${part}.${name}`)),
  );
  const message = `collection "${collection}" was kept otherwise; changed as configured: ${names.join(', ')}`;
  const more = names.includes('params.replication_factor')
    ? '; what is stored already gets its further replicas by the means of the cluster, or by rag index --recreate'
    : '';
  return { type: 'notice', level: 'info', code: 'STORE_CHANGED', message: message + more } as const;
}

function otherShards(wanted: number, { params }: Arrangement, { collection, location }: CollectionPlace): RagError {
  const found = Number(params.shard_number);
  return new RagError(
    'INDEX_MISMATCH',
    `collection "${collection}" in ${location} has ${found} shards, ${wanted} are configured, and a server cannot change that`,
    {
      hint: `build it anew, with the same configuration:  rag index --recreate\nor leave it as it is:  rag index --set store.shards=${found}`,
      details: { collection, location, expected: wanted, actual: found },
    },
  );
}
