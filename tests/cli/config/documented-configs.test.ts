import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/cli/config/load.ts';
import { silent } from '../../../src/core/events.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const folder = temporaryFolder();

describe('the configuration of docs/scale.md', () => {
  it('is one that rag takes', async () => {
    const page = readFileSync(new URL('../../../docs/scale.md', import.meta.url), 'utf8');
    const [, yaml = ''] = /```yaml\n(.*?)```/s.exec(page) ?? [];
    const path = join(folder.path, 'rag.yaml');
    writeFileSync(path, yaml);

    const environment = { QDRANT_API_KEY: 'secret' };
    const config = await loadConfig({ config: path, environment, cwd: folder.path, flags: new Map(), report: silent });

    expect(config.parts.store.options).toMatchObject({ shards: 24, quantization: { type: 'scalar', oversampling: 2 } });
    expect(config.own.embedding.cache).toBe(false);
  });
});
