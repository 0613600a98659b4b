import type { LoggedRequest, Reply } from './local-server.ts';
import { type Body, type Context, failed, isRecord, succeeded } from './qdrant-context.ts';
import {
  compareIds,
  cosineVector,
  isNumbers,
  pointId,
  readSparse,
  type SparseNumbers,
  type StoredCollection,
  type StoredPoint,
  wrongSize,
} from './qdrant-data.ts';
import { matchesFilter } from './qdrant-filter.ts';
import { runQuery } from './qdrant-query.ts';

/** Nothing is stored unless every point is right. */
export function upsertPoints(collection: StoredCollection, { body, request }: Context): Reply {
  const given: readonly unknown[] = Array.isArray(body.points) ? body.points : [];
  const points: StoredPoint[] = [];
  for (const one of given) {
    const { id: rawId, vector, payload } = isRecord(one) ? one : {};
    const id = pointId(rawId);
    if (id === null) return invalidId(rawId);
    const vectors = readVectors(collection, vector);
    if (!('vector' in vectors)) return vectors;
    points.push({ id, ...vectors, payload: isRecord(payload) ? payload : {}, version: collection.operations });
  }
  for (const point of points) collection.points.set(point.id, point);
  return updated(collection, request);
}

export function deletePoints(collection: StoredCollection, { body, request }: Context): Reply {
  for (const rawId of Array.isArray(body.points) ? body.points : []) {
    const id = pointId(rawId);
    if (id === null) return invalidId(rawId);
    collection.points.delete(id);
  }
  if (isRecord(body.filter)) for (const { id } of filtered(collection, body)) collection.points.delete(id);
  return updated(collection, request);
}

export function retrievePoints(collection: StoredCollection, { body }: Context): Reply {
  const ids = Array.isArray(body.ids) ? body.ids.map(pointId) : [];
  const found = ids
    .map((id) => (id === null ? undefined : collection.points.get(id)))
    .filter((point) => point !== undefined);
  return succeeded(found.map((point) => record(point, { with_payload: true, ...body })));
}

export function retrievePoint(collection: StoredCollection, { params: [, rawId = ''] }: Context): Reply {
  const id = pointId(/^\d+$/.test(rawId) ? Number(rawId) : rawId);
  const point = id === null ? undefined : collection.points.get(id);
  if (point === undefined) return failed(404, `Not found: No point with id ${rawId} found`);
  return succeeded(record(point, { with_payload: true, with_vector: true }));
}

export function queryPoints(collection: StoredCollection, { body }: Context): Reply {
  const found = runQuery(collection, body);
  if (!Array.isArray(found)) return found;
  const points = found.map(({ point, score }) => ({
    version: point.version,
    score,
    ...record(point, { with_payload: false, ...body }),
  }));
  return succeeded({ points });
}

export function scrollPoints(collection: StoredCollection, { body }: Context): Reply {
  const { limit = 10, offset = null } = body;
  const sorted = filtered(collection, body).sort((a, b) => compareIds(a.id, b.id));
  const from = pointId(offset);
  const rest = from === null ? sorted : sorted.filter(({ id }) => compareIds(id, from) >= 0);
  const count = typeof limit === 'number' ? limit : 10;
  const points = rest.slice(0, count).map((point) => record(point, { with_payload: true, ...body }));
  return succeeded({ points, next_page_offset: rest[count]?.id ?? null });
}

export function countPoints(collection: StoredCollection, { body }: Context): Reply {
  return succeeded({ count: filtered(collection, body).length });
}

function filtered({ points }: StoredCollection, { filter }: Body): StoredPoint[] {
  return [...points.values()].filter((point) => matchesFilter(filter, point));
}

function record(point: StoredPoint, body: Body): Record<string, unknown> {
  const { id, payload } = point;
  const { with_payload: wanted, with_vector: withVector = false } = body;
  const chosen = Array.isArray(wanted)
    ? Object.entries(payload).filter(([key]) => wanted.includes(key))
    : Object.entries(payload);
  return {
    id,
    ...(wanted ? { payload: Object.fromEntries(chosen) } : {}),
    ...(withVector ? { vector: vectorOutput(point, withVector) } : {}),
  };
}

/** The unnamed vector alone when it is the only one, else each under its name. */
function vectorOutput({ vector, sparse }: StoredPoint, wanted: unknown): unknown {
  const named = new Map<string, unknown>([['', vector], ...sparse]);
  const chosen = [...named].filter(([name]) => !Array.isArray(wanted) || wanted.includes(name));
  return chosen.length === 1 && chosen[0]?.[0] === '' ? vector : Object.fromEntries(chosen);
}

function updated(collection: StoredCollection, { query }: LoggedRequest): Reply {
  collection.operations += 1;
  return succeeded({
    operation_id: collection.operations,
    status: query.get('wait') === 'true' ? 'completed' : 'acknowledged',
  });
}

function invalidId(id: unknown): Reply {
  return failed(
    400,
    `Format error in JSON body: value ${String(id)} is not a valid point ID, valid values are either an unsigned integer or a UUID`,
  );
}

type Vectors = Pick<StoredPoint, 'vector' | 'sparse'>;

/** A list of numbers, or vectors by their names, the one without a name under `""`. */
function readVectors(collection: StoredCollection, given: unknown): Vectors | Reply {
  const named = isRecord(given) ? given : { '': given };
  const sparse = new Map<string, SparseNumbers>();
  for (const [name, value] of Object.entries(named)) {
    if (name === '') continue;
    if (!(name in collection.sparseVectors)) return failed(400, `Wrong input: Not existing vector name error: ${name}`);
    const vector = readSparse(value);
    if (vector === null) return noVector();
    if (new Set(vector.indices).size < vector.indices.length) return notUnique();
    sparse.set(name, vector);
  }
  const { '': dense = [] } = named;
  if (!isNumbers(dense)) return noVector();
  if (dense.length !== collection.size) return wrongSize(collection, dense);
  return { vector: cosineVector(dense), sparse };
}

function noVector(): Reply {
  return failed(400, 'Format error in JSON body: data did not match any variant of untagged enum VectorStruct');
}

function notUnique(): Reply {
  return failed(
    422,
    'Validation error in JSON body: [points[0].vector.?.indices: Validation error: must be unique [{}]]',
  );
}
