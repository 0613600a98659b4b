import { expect, it } from 'vitest';
import { keepVectorJson, vectorJson } from '../../src/core/vector-json.ts';

it('gives back the text that was kept for this very vector', () => {
  const vector = Float32Array.of(0.5);
  keepVectorJson(vector, Buffer.from('[5e-1]'));

  expect(vectorJson(vector)?.toString()).toBe('[5e-1]');
  expect(vectorJson(Float32Array.of(0.5))).toBeNull();
});
