import { describe, expect, it } from 'vitest';
import type { Fields } from '../../src/core/fields.ts';
import { newArtifact } from '../../src/formats/dspy-state.ts';
import { savedIndex, savedIndexFields } from '../../src/formats/saved-index.ts';

describe('savedIndex', () => {
  const artifact = (rag: Fields | null) => newArtifact({}, rag);

  it('reads what savedIndexFields wrote', () => {
    const index = { collection: 'c', digest: '0123456789abcdef' };

    expect(savedIndex(artifact({ version: '0.1.0', ...savedIndexFields(index) }))).toEqual(index);
  });

  it.each([null, {}, { index: 'c' }, { index: { collection: 'c' } }, { index: { collection: 7, digest: 'd' } }])(
    'is null for a program with the note %j',
    (rag) => {
      expect(savedIndex(artifact(rag))).toBe(null);
    },
  );
});
