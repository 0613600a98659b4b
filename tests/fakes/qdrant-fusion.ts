import { isRecord } from './qdrant-context.ts';
import type { Scored, StoredPoint } from './qdrant-data.ts';

/** Several rankings made one, by `{"fusion": "rrf" | "dbsf"}` or `{"rrf": {"k", "weights"}}`, as Qdrant 1.19 does. */
export function fuse(lists: readonly (readonly Scored[])[], query: Readonly<Record<string, unknown>>): Scored[] {
  const { k = 2, weights = [] } = isRecord(query.rrf) ? query.rrf : {};
  const weightOf = (list: number) => (Array.isArray(weights) ? Number(weights[list] ?? 1) : 1);
  const scores = new Map<StoredPoint, number>();
  for (const [index, list] of lists.entries()) {
    const shares = query.fusion === 'dbsf' ? deviations(list) : reciprocals(list, Number(k), weightOf(index));
    for (const [position, { point }] of list.entries()) {
      scores.set(point, (scores.get(point) ?? 0) + (shares[position] ?? 0));
    }
  }
  const fused = Array.from(scores, ([point, score]) => ({ point, score: Math.fround(score) }));
  return fused.sort((a, b) => b.score - a.score);
}

function reciprocals(list: readonly Scored[], k: number, weight: number): number[] {
  return list.map((_, position) => (weight <= 0 ? 0 : 1 / ((position + 1) / weight + k - 1)));
}

function deviations(list: readonly Scored[]): number[] {
  const mean = list.reduce((sum, { score }) => sum + score, 0) / list.length;
  const variance = list.reduce((sum, { score }) => sum + (score - mean) ** 2, 0) / (list.length - 1);
  const deviation = Math.sqrt(variance);
  return list.map(({ score }) =>
    list.length === 1 || deviation === 0 ? 0.5 : (score - (mean - 3 * deviation)) / (6 * deviation),
  );
}
