import type { Filter } from '../core/filter.ts';

/** How a server is to keep a collection and to search it; what is absent or null is left to the server. */
export interface QdrantLayout {
  /** Vectors and payloads on the disk; the server's file cache holds what is used often. */
  readonly onDisk?: boolean | null | undefined;
  readonly quantization?: Quantization | null | undefined;
  readonly hnsw?: Hnsw | null | undefined;
  /** Candidates the graph is searched for; more find more, and take longer. */
  readonly searchEf?: number | null | undefined;
  /** Fixed when a collection is made. */
  readonly shards?: number | null | undefined;
  readonly replicas?: number | null | undefined;
  /** Replicas that must have a point before it counts as stored. */
  readonly writeConsistency?: number | null | undefined;
  /** Fields of the payload that filters name, by their type. */
  readonly payloadIndexes?: Readonly<Record<string, PayloadType>> | null | undefined;
  /** The field that tells whose a point is. */
  readonly tenantField?: string | null | undefined;
  /** Whose points are searched; all when absent. */
  readonly tenant?: string | null | undefined;
  /** A new collection gets no graph before it is filled. */
  readonly bulk?: boolean | undefined;
}

/** Small copies of the vectors, which are searched first. */
export interface Quantization {
  /** `scalar`: a byte a number; `binary`: a bit. */
  readonly type: 'scalar' | 'binary';
  /** The copies stay in memory. */
  readonly alwaysRam: boolean;
  /** What was found is scored again by the vectors themselves. */
  readonly rescore: boolean;
  /** Times as many candidates to score again. */
  readonly oversampling: number;
}

export interface Hnsw {
  /** Neighbours of a point in the graph. */
  readonly m?: number | null | undefined;
  /** Candidates looked at for each neighbour while it is built. */
  readonly efConstruct?: number | null | undefined;
  readonly onDisk?: boolean | null | undefined;
}

export const PAYLOAD_TYPES = ['keyword', 'integer', 'float', 'bool', 'datetime', 'uuid', 'text'] as const;

export type PayloadType = (typeof PAYLOAD_TYPES)[number];

/** In Qdrant's words, as the requests that create and update a collection take them; only what the layout says. */
export interface QdrantSettings {
  readonly vectors: Settings;
  readonly params: Settings;
  readonly hnsw: Settings;
  /** By kind: `{ scalar: { type, always_ram } }`. */
  readonly quantization: Readonly<Record<string, Settings>>;
}

type Settings = Readonly<Record<string, string | number | boolean>>;

/** Names of Qdrant 1.15 to 1.19 (from 1.19 on `on_disk` and `always_ram` are old names for `memory`, and understood). */
export function qdrantSettings(layout: QdrantLayout): QdrantSettings {
  const { onDisk, quantization, hnsw, replicas, writeConsistency } = layout;
  return {
    vectors: given({ on_disk: onDisk }),
    params: given({
      replication_factor: replicas,
      write_consistency_factor: writeConsistency,
      on_disk_payload: onDisk,
    }),
    hnsw: given({ m: hnsw?.m, ef_construct: hnsw?.efConstruct, on_disk: hnsw?.onDisk }),
    quantization: quantization == null ? {} : quantizationSettings(quantization),
  };
}

function quantizationSettings({ type, alwaysRam }: Quantization): QdrantSettings['quantization'] {
  return type === 'scalar'
    ? { scalar: { type: 'int8', always_ram: alwaysRam } }
    : { binary: { always_ram: alwaysRam } };
}

/** What a search says beside its vector; empty when the layout says nothing of it. */
export function searchParams({ quantization, searchEf }: QdrantLayout) {
  if (quantization == null && searchEf == null) return {};
  const { rescore, oversampling } = quantization ?? {};
  return {
    params: {
      ...given({ hnsw_ef: searchEf }),
      ...(quantization == null ? {} : { quantization: { rescore, oversampling } }),
    },
  };
}

/** The filter, narrowed to the points of the tenant. */
export function ofTenant(filter: Filter, { tenantField, tenant }: QdrantLayout): Filter {
  if (tenantField == null || tenant == null) return filter;
  return [...filter, { path: tenantField.split('.'), test: { type: 'any-of', values: [tenant] } }];
}

/** What to ask of the server for each field that is to be indexed, by the field's name. */
export function payloadIndexes({ payloadIndexes: fields, tenantField }: QdrantLayout) {
  const all = new Map<string, PayloadType | typeof TENANT>(Object.entries(fields ?? {}));
  if (tenantField != null) all.set(tenantField, TENANT);
  return all;
}

/** Keeps the points of one tenant together, on the disk and in the graph. */
const TENANT = { type: 'keyword', is_tenant: true } as const;

function given(values: Readonly<Record<string, string | number | boolean | null | undefined>>): Settings {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value == null ? [] : [[name, value] as const])),
  );
}
