import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keepVectorJson } from '../../src/core/vector-json.ts';
import { batches, type EncodedPoint, encodePoint, encodeUpsert } from '../../src/stores/qdrant-batches.ts';

const textOf = (point: EncodedPoint) => Buffer.concat(point).toString('utf8');
const decoded = (point: EncodedPoint) => JSON.parse(textOf(point));

describe('encodePoint', () => {
  it('prints every float32 so that it comes back the same', () => {
    fc.assert(
      fc.property(fc.float32Array({ noNaN: true, noDefaultInfinity: true }), (vector) => {
        const { vector: numbers } = decoded(encodePoint({ id: '', vector, words: null, payload: {} }));

        expect(Float32Array.from(numbers).map((value) => value + 0)).toEqual(vector.map((value) => value + 0));
      }),
    );
  });

  it('needs no more than nine digits', () => {
    const point = { id: 'a', vector: Float32Array.of(0.1, -1 / 3), words: null, payload: { text: 'x' } };

    expect(textOf(encodePoint(point))).toBe('{"id":"a","vector":[0.100000001,-0.333333343],"payload":{"text":"x"}}');
  });

  it('copies the text of a vector that was read from JSON', () => {
    const vector = Float32Array.of(0.1, 1);
    keepVectorJson(vector, Buffer.from('[ 0.10, 1 ]'));

    expect(textOf(encodePoint({ id: 'a', vector, words: null, payload: { text: 'é' } }))).toBe(
      '{"id":"a","vector":[ 0.10, 1 ],"payload":{"text":"é"}}',
    );
  });

  it('adds the words as a sparse vector', () => {
    const words = { indices: [2_147_483_647, 0], values: [4 / 3, 2.2] };

    expect(decoded(encodePoint({ id: 'a', vector: Float32Array.of(0.5), words, payload: {} }))).toEqual({
      id: 'a',
      vector: { '': [0.5], bm25: { indices: [2_147_483_647, 0], values: [1.33333333, 2.2] } },
      payload: {},
    });
  });

  it('keeps any payload', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), (key, text) => {
        const payload = { [`k${key}`]: text, list: [1, null, { deep: true }] };

        expect(decoded(encodePoint({ id: 'a', vector: Float32Array.of(1), words: null, payload }))).toEqual(
          JSON.parse(JSON.stringify({ id: 'a', vector: [1], payload })),
        );
      }),
    );
  });
});

describe('batches', () => {
  const idsIn = (batch: readonly EncodedPoint[]) =>
    JSON.parse(encodeUpsert(batch).toString()).points.map(({ id }: { id: string }) => id);
  const ids = (parts: Iterable<readonly EncodedPoint[]>) => [...parts].map((part) => idsIn(part).join(''));
  const points = ['a', 'b', 'c', 'd', 'e'].map((id) => ({
    id,
    vector: Float32Array.of(1),
    words: null,
    payload: { text: 'x' },
  }));

  it('cuts by number of points', () => {
    expect(ids(batches(points, () => ({ points: 2, bytes: 10_000 })))).toEqual(['ab', 'cd', 'e']);
  });

  it('asks for the limits anew before each', () => {
    const limits = [3, 1, 5].map((limit) => ({ points: limit, bytes: 10_000 }));

    expect(ids(batches(points, () => limits.shift() ?? { points: 1, bytes: 1 }))).toEqual(['abc', 'd', 'e']);
  });

  it('keeps every request below the limit of bytes, but for a point that is larger by itself', () => {
    const someText = fc.string({ maxLength: 200, unit: 'binary' });
    fc.assert(
      fc.property(fc.array(someText, { maxLength: 20 }), fc.integer({ min: 50, max: 2000 }), (texts, bytes) => {
        const many = texts.map((text, index) => ({
          id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
          vector: Float32Array.of(index, -1.23456789e-12),
          words: index % 2 === 0 ? null : { indices: [2 ** 31 - 1, 7], values: [2 / 3, 4 / 3] },
          payload: { text },
        }));

        const parts = [...batches(many, () => ({ points: 1000, bytes }))];

        expect(parts.flatMap(idsIn)).toEqual(many.map(({ id }) => id));
        for (const part of parts.filter(({ length }) => length > 1)) {
          expect(encodeUpsert(part).length).toBeLessThanOrEqual(bytes + '{"points":[]}'.length);
        }
      }),
      { numRuns: 40 },
    );
  });
});
