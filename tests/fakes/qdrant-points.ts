import type { LoggedRequest, Reply } from './local-server.ts';
import { type Body, type Context, failed, isRecord, succeeded } from './qdrant-context.ts';
import { compareIds, cosineVector, nearest, pointId, type StoredCollection, type StoredPoint } from './qdrant-data.ts';
import { matchesFilter } from './qdrant-filter.ts';

/** Nothing is stored unless every point is right. */
export function upsertPoints(collection: StoredCollection, { body, request }: Context): Reply {
  const given: readonly unknown[] = Array.isArray(body.points) ? body.points : [];
  const points: StoredPoint[] = [];
  for (const one of given) {
    const { id: rawId, vector, payload } = isRecord(one) ? one : {};
    const id = pointId(rawId);
    if (id === null) return invalidId(rawId);
    if (!isNumbers(vector))
      return failed(400, 'Format error in JSON body: data did not match any variant of untagged enum VectorStruct');
    if (vector.length !== collection.size) return wrongSize(collection, vector);
    points.push({
      id,
      vector: cosineVector(vector),
      payload: isRecord(payload) ? payload : {},
      version: collection.operations,
    });
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
  const { query, limit = 10, offset = 0, prefetch } = body;
  if (prefetch !== undefined) return failed(400, 'Bad request: this fake server knows no prefetch');
  if (typeof limit !== 'number' || limit < 1) {
    return failed(422, 'Validation error in JSON body: [internal.limit: value 0 invalid, must be 1 or larger]');
  }
  if (!isNumbers(query))
    return failed(400, 'Format error in JSON body: data did not match any variant of untagged enum QueryInterface');
  if (query.length !== collection.size) return wrongSize(collection, query);
  const start = typeof offset === 'number' ? offset : 0;
  const best = nearest(filtered(collection, body), query).slice(start, start + limit);
  return succeeded({
    points: best.map(({ point, score }) => ({
      version: point.version,
      score,
      ...record(point, { with_payload: false, ...body }),
    })),
  });
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

function record({ id, payload, vector }: StoredPoint, body: Body): Record<string, unknown> {
  const { with_payload: wanted, with_vector: withVector = false } = body;
  const chosen = Array.isArray(wanted)
    ? Object.entries(payload).filter(([key]) => wanted.includes(key))
    : Object.entries(payload);
  return { id, ...(wanted ? { payload: Object.fromEntries(chosen) } : {}), ...(withVector ? { vector } : {}) };
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

function wrongSize({ size }: StoredCollection, vector: readonly number[]): Reply {
  return failed(400, `Wrong input: Vector dimension error: expected dim: ${size}, got ${vector.length}`);
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'number');
}
