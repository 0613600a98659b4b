import { describe, expect, it } from 'vitest';
import { adapters } from '../../src/adapters/registry.ts';
import { findEntry } from '../../src/core/registry.ts';

describe('adapters', () => {
  it.each([
    ['chat', 'chat'],
    ['ChatAdapter', 'chat'],
    ['json', 'json'],
    ['JSONAdapter', 'json'],
  ])('builds %s', async (name, built) => {
    const adapter = await findEntry(adapters, name)?.build({}, {});

    expect(adapter?.name).toBe(built);
  });

  it('takes no options', async () => {
    await expect(findEntry(adapters, 'chat')?.build({ indent: 2 }, {})).rejects.toThrow('Unrecognized key');
  });
});
