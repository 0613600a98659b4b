import type { Reply } from './local-server.ts';
import { type Body, failed, isRecord } from './qdrant-context.ts';
import {
  compareIds,
  cosineVector,
  isNumbers,
  readSparse,
  type Scored,
  type SparseNumbers,
  type StoredCollection,
  type StoredPoint,
  wrongSize,
} from './qdrant-data.ts';
import { matchesFilter } from './qdrant-filter.ts';
import { fuse } from './qdrant-fusion.ts';

/** What `POST /points/query` finds, best first, as Qdrant 1.19 does by exact search; an error reply where it would refuse. */
export function runQuery(collection: StoredCollection, body: Body): Scored[] | Reply {
  const { limit = 10, offset = 0, score_threshold: threshold = Number.NEGATIVE_INFINITY, filter } = body;
  if (typeof limit !== 'number' || limit < 1) {
    return failed(422, 'Validation error in JSON body: [internal.limit: value 0 invalid, must be 1 or larger]');
  }
  const found = candidates(collection, body);
  if (!Array.isArray(found)) return found;
  const start = typeof offset === 'number' ? offset : 0;
  return found
    .filter(({ point, score }) => matchesFilter(filter, point) && score >= Number(threshold))
    .slice(start, start + limit);
}

function candidates(collection: StoredCollection, { query, using, filter, prefetch }: Body): Scored[] | Reply {
  const all = [...collection.points.values()];
  if (prefetch === undefined)
    return scored(collection, { query, using, points: all.filter((point) => matchesFilter(filter, point)) });
  const lists: Scored[][] = [];
  for (const one of Array.isArray(prefetch) ? prefetch : [prefetch]) {
    const list = runQuery(collection, isRecord(one) ? one : {});
    if (!Array.isArray(list)) return list;
    lists.push(list);
  }
  if (isRecord(query) && ('fusion' in query || 'rrf' in query)) return fuse(lists, query);
  const points = new Set(lists.flat().map(({ point }) => point));
  return scored(collection, { query, using, points: [...points] });
}

interface Scoring {
  readonly query: unknown;
  readonly using: unknown;
  readonly points: readonly StoredPoint[];
}

function scored(collection: StoredCollection, { query: asked, using = '', points }: Scoring): Scored[] | Reply {
  const query = isRecord(asked) && 'nearest' in asked ? asked.nearest : asked;
  const name = String(using);
  if (name === '') {
    if (!isNumbers(query)) return unreadable();
    if (query.length !== collection.size) return wrongSize(collection, query);
    const unit = cosineVector(query);
    return sorted(points.map((point) => ({ point, score: Math.fround(dot(point.vector, unit)) })));
  }
  const config = collection.sparseVectors[name];
  if (config === undefined) return failed(400, `Wrong input: Not existing vector name error: ${name}`);
  const sparse = readSparse(query);
  if (sparse === null) return unreadable();
  const having = [...collection.points.values()].flatMap((point) => point.sparse.get(name) ?? []);
  const weights = config.modifier === 'idf' ? timesRarity(sparse, having) : sparse;
  return sorted(
    points.flatMap((point) => {
      const stored = point.sparse.get(name);
      return stored === undefined || !overlap(stored, weights) ? [] : [{ point, score: sparseDot(stored, weights) }];
    }),
  );
}

/** Qdrant 1.19, lib/segment/src/index/sparse_index: fancy_idf. */
function timesRarity({ indices, values }: SparseNumbers, stored: readonly SparseNumbers[]): SparseNumbers {
  const rarity = (index: number) => {
    const having = stored.filter((one) => one.indices.includes(index)).length;
    return Math.log((stored.length - having + 0.5) / (having + 0.5) + 1);
  };
  return { indices, values: values.map((value, at) => value * rarity(indices[at] ?? 0)) };
}

function overlap(a: SparseNumbers, b: SparseNumbers): boolean {
  return a.indices.some((index) => b.indices.includes(index));
}

function sparseDot(a: SparseNumbers, b: SparseNumbers): number {
  const weights = new Map(b.indices.map((index, at) => [index, b.values[at] ?? 0]));
  const sum = a.indices.reduce((total, index, at) => total + (a.values[at] ?? 0) * (weights.get(index) ?? 0), 0);
  return Math.fround(sum);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}

/** Best first. Qdrant leaves the order of equal scores open: here it is the last id first, which nobody should rely on. */
function sorted(scores: readonly Scored[]): Scored[] {
  return scores.toSorted((a, b) => b.score - a.score || compareIds(b.point.id, a.point.id));
}

function unreadable(): Reply {
  return failed(400, 'Format error in JSON body: data did not match any variant of untagged enum QueryInterface');
}
