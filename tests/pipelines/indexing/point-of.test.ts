import { describe, expect, it } from 'vitest';
import type { Fields } from '../../../src/core/fields.ts';
import { isOurs, pointOf } from '../../../src/pipelines/indexing/point-of.ts';

describe('pointOf', () => {
  const vector = Float32Array.of(1, 0);
  const point = (metadata: Fields) =>
    pointOf({ vector, chunk: { id: 'i', text: 't', documentId: 'd', index: 3, metadata, origin: 'rows:1' } });

  it('holds text, document, place and what the row carries along', () => {
    expect(point({ title: 'T', year: 1990 })).toEqual({
      id: 'i',
      vector,
      payload: { text: 't', document_id: 'd', chunk: 3, title: 'T', year: 1990 },
    });
  });

  it('lets no column of the row take the place of its own fields', () => {
    expect(point({ text: 'x', document_id: 'x', chunk: 'x', year: 1990 }).payload).toEqual({
      text: 't',
      document_id: 'd',
      chunk: 3,
      year: 1990,
    });
  });

  it('keeps whole numbers beyond 2^53 exactly, as text', () => {
    const long = 12_345_678_901_234_567_890n;

    expect(point({ key: long, keys: [long, 1], nested: { key: long, none: null } }).payload).toMatchObject({
      key: '12345678901234567890',
      keys: ['12345678901234567890', 1],
      nested: { key: '12345678901234567890', none: null },
    });
  });

  it('is known as ours', () => {
    expect(isOurs(point({}).payload)).toBe(true);
  });
});

describe('isOurs', () => {
  it.each([[{}], [{ document_id: 'd' }], [{ document_id: 7, chunk: 0 }], [{ document_id: 'd', chunk: '0' }]])(
    'is false for %j',
    (payload: Fields) => {
      expect(isOurs(payload)).toBe(false);
    },
  );
});
