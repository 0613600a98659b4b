import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { type HubServer, hubServer } from '../fakes/hub-server.ts';
import { hasShared, sharedPath } from '../shared-data.ts';
import { zstdFrame } from '../sources/zstd-frame.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { configWithoutServers } from './config-without-servers.ts';
import { runRag } from './run-rag.ts';

const folder = temporaryFolder();
let hub: HubServer | null = null;
afterEach(async () => {
  await hub?.close();
  hub = null;
});

/** `rag index` on a data set of the hub that has these files. */
async function index(files: Readonly<Record<string, string | Uint8Array>>, corpus: string) {
  for (const [name, data] of Object.entries(files)) await folder.write(`hub/owner/name/${name}`, data);
  return indexFrom(join(folder.path, 'hub'), corpus);
}

async function indexFrom(mirror: string, corpus: string) {
  hub = await hubServer(mirror);
  await folder.write('rag.config.yaml', configWithoutServers(corpus));
  const environment = { HF_ENDPOINT: hub.url };
  const { code, stdout } = await runRag(['index', '--json'], { cwd: folder.path, environment });
  const { data, error } = JSON.parse(stdout);
  return { code, documents: data?.documents, message: error?.message };
}

const LINES = '{"text": "A hill."}\n{"text": "A lake."}\n';
const CSV = 'text,n\nA hill.,1\nA lake.,2\n';
const PARQUET = readFileSync(fileURLToPath(new URL('../fixtures/parquet/zstd.parquet', import.meta.url)));

describe('rag index, on a data set of the hub', () => {
  it.each<[string, string | Uint8Array, number]>([
    ['train.jsonl', LINES, 2],
    ['train.jsonl.gz', gzipSync(LINES), 2],
    ['train.jsonl.zst', zstdFrame(LINES), 2],
    ['data/train.json', '[{"text": "A hill."}]', 1],
    ['data/train-00000-of-00001.csv', CSV, 2],
    ['train/0000.csv.gz', gzipSync(CSV), 2],
    ['train.tsv.zst', zstdFrame('text\tn\nA hill.\t1\n'), 1],
    ['rows.jsonl', LINES, 2],
  ])('reads %s', async (name, data, documents) => {
    expect(await index({ [name]: data }, '{ use: hub, repository: owner/name }')).toEqual({ code: 0, documents });
  });

  it('reads parquet of a configuration and split, by a template, and no other files', async () => {
    const files = { 'en/train-0.parquet': PARQUET, 'en/test-0.parquet': 'none', 'de/train-0.parquet': 'none' };
    const corpus =
      '{ use: hub, repository: owner/name, config: en, text: "{question} {answer}", id: id, metadata: [level] }';

    expect(await index(files, corpus)).toEqual({ code: 0, documents: 6 });
    const { stdout } = await runRag(['search', '--json', '-k', '1', 'river'], { cwd: folder.path });
    expect(JSON.parse(stdout).data.hits[0].metadata).toMatchObject({
      document_id: expect.stringMatching(/^q-\d$/),
      level: expect.any(String),
    });
  });

  it('reads what the card names', async () => {
    const card = '---\nconfigs:\n- config_name: default\n  data_files:\n  - split: train\n    path: all/*.csv\n---\n';

    expect(
      await index(
        { 'README.md': card, 'all/a.csv': CSV, 'train.jsonl': LINES },
        '{ use: hub, repository: owner/name }',
      ),
    ).toEqual({ code: 0, documents: 2 });
  });

  it('F-60: stays at a commit, whatever the branch does, and follows a branch only when asked', async () => {
    await index({ 'train.jsonl': LINES }, '{ use: hub, repository: owner/name }');
    const commit = hub?.commitOf('owner/name');
    await hub?.close();

    const files = { 'train.jsonl': `${LINES}{"text": "A sea."}\n` };
    expect(await index(files, `{ use: hub, repository: owner/name, revision: ${commit} }`)).toEqual({
      code: 0,
      documents: 2,
    });
    expect(await index(files, '{ use: hub, repository: owner/name }')).toEqual({
      code: 3,
      message: `collection "sample" was built from revision "${commit}" of "owner/name", the configured one is "main"`,
    });
  });

  it.skipIf(!hasShared('data/hub-mirror'))('reads the data sets of the tutorial without naming a file', async () => {
    expect(
      await indexFrom(sharedPath('data/hub-mirror'), '{ use: hub, repository: embedding-data/simple-wiki, text: set }'),
    ).toMatchObject({ code: 0, documents: 3000 });
  });
});
