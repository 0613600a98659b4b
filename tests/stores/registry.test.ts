import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silent } from '../../src/core/events.ts';
import { findEntry } from '../../src/core/registry.ts';
import { NO_PROXIES } from '../../src/network/proxies.ts';
import { stores } from '../../src/stores/registry.ts';

const signal = new AbortController().signal;

describe('stores', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rag-stores-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const build = (name: string, options: unknown) =>
    findEntry(stores, name)?.build(options, {
      searchesWords: false,
      resolvePath: (path) => join(folder, path),
      proxies: NO_PROXIES,
      report: silent,
    });

  it('puts the sqlite store under .rag of the folder it is told', async () => {
    const store = await build('sqlite', { collection: 'wiki' });
    await store?.open({ dimensions: 2, distance: 'cosine', metadata: {} }, signal);
    await store?.close();

    expect(store).toMatchObject({ collection: 'wiki', location: join(folder, 'index.sqlite') });
    expect(existsSync(join(folder, 'index.sqlite'))).toBe(true);
  });

  it('knows where a Qdrant server usually is', async () => {
    const store = await build('qdrant', { collection: 'wiki' });
    await store?.close();

    expect(store).toMatchObject({ collection: 'wiki', location: 'http://localhost:6333' });
  });

  it.each(['../x', '/etc/passwd', '..%2f', 'a\u0000b', '', '.hidden', 'ünïcode', 'x'.repeat(129), 'C:\\x', 'a b'])(
    'refuses %j as the name of a collection',
    async (collection) => {
      await expect(build('sqlite', { collection })).rejects.toThrow(/expected 1 to 128 letters/);
    },
  );

  it('refuses an option it does not know', async () => {
    await expect(build('sqlite', { collection: 'wiki', pathh: 'x' })).rejects.toThrow(/pathh/);
  });

  it('refuses a tenant without the field that names it', async () => {
    await expect(build('qdrant', { collection: 'wiki', tenant: 'acme' })).rejects.toThrow(/set tenantField too/);
  });
});
