import { readFileSync } from 'node:fs';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ProgressEvent } from '../../src/core/events.ts';
import { type HubOptions, hubOptions } from '../../src/sources/hub-options.ts';
import type { HubLocation } from '../../src/sources/hub-snapshot.ts';
import { openHub } from '../../src/sources/hugging-face.ts';
import { rowSource } from '../../src/sources/row-source.ts';
import { testRowSource } from '../contracts/row-source.contract.ts';
import { closedInput } from '../fakes/closed-input.ts';
import { type HubServer, hubServer } from '../fakes/hub-server.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { collect, failureOf } from './reading.ts';

const PARQUET = readFileSync(fileURLToPath(new URL('../fixtures/parquet/snappy.parquet', import.meta.url)));
const LATER = readFileSync(fileURLToPath(new URL('../fixtures/parquet/zstd.parquet', import.meta.url)));

const folder = temporaryFolder();
let hub: HubServer;
let events: ProgressEvent[];

beforeEach(async () => {
  events = [];
  await folder.write('hub/owner/lines/rows.jsonl.gz', gzipSync('{"n": 1}\n{"n": 2}\n'));
  await folder.write('hub/owner/lines/README.md', '# Lines\n');
  await folder.write('hub/owner/split/plain/train-00001-of-00002.parquet', LATER);
  await folder.write('hub/owner/split/plain/train-00000-of-00002.parquet', PARQUET);
  await folder.write('hub/owner/split/plain/test-00000-of-00001.parquet', PARQUET);
  await folder.write('hub/owner/split/README.md', '# Split\n');
  hub = await hubServer(`${folder.path}/hub`);
});

afterEach(() => hub.close());

const lines: HubLocation = {
  type: 'hub',
  repository: 'owner/lines',
  revision: 'main',
  files: { path: 'rows.jsonl.gz' },
  columns: null,
  limit: null,
};
const split: HubLocation = { ...lines, repository: 'owner/split', files: { config: 'plain', split: 'train' } };

function options(changes: Partial<HubOptions> = {}): HubOptions {
  return { ...hubOptions({ HF_ENDPOINT: hub.url }, folder.path), retryWaitMs: 1, ...changes };
}

async function open(location: HubLocation, changes: Partial<HubOptions> = {}) {
  const signal = new AbortController().signal;
  const report = (event: ProgressEvent) => events.push(event);
  const { revision, rows } = await openHub(location, { hub: options(changes), report }, signal);
  return { revision, rows: await collect(rows) };
}

/** The requests since this was last asked. */
function asked(): string[] {
  const all = hub.requests.map(({ method, path }) => `${method} ${path}`);
  const fresh = all.slice(seen.get(hub) ?? 0);
  seen.set(hub, all.length);
  return fresh;
}
const seen = new WeakMap<HubServer, number>();

const cachePath = (...names: string[]) => join(folder.path, '.cache/huggingface/hub', ...names);

testRowSource('openHub', async (rows) => {
  const path = 'mirror/owner/name/rows.jsonl';
  await folder.write(path, rows.map((row) => JSON.stringify(row)).join('\n'));
  const server = await hubServer(`${folder.path}/mirror`);
  return {
    source: rowSource({
      hub: hubOptions({ HF_ENDPOINT: server.url }, folder.path),
      folder: folder.path,
      standardInput: closedInput,
    }),
    location: { ...lines, repository: 'owner/name', files: { path: 'rows.jsonl' } },
    change: async () => {
      await folder.write(path, '{"id": "x"}');
    },
    close: () => server.close(),
  };
});

describe('openHub with one file', () => {
  it('fetches it once, and later only asks where the branch points', async () => {
    const commit = hub.commitOf('owner/lines');

    expect(await open(lines)).toEqual({
      revision: commit,
      rows: [
        { fields: { n: 1 }, origin: 'rows.jsonl.gz:1' },
        { fields: { n: 2 }, origin: 'rows.jsonl.gz:2' },
      ],
    });
    expect(asked()).toEqual([
      'GET /api/datasets/owner/lines/revision/main',
      `GET /api/datasets/owner/lines/tree/${commit}`,
      `GET /datasets/owner/lines/resolve/${commit}/rows.jsonl.gz`,
      expect.stringMatching(/^GET \/storage\/[0-9a-f]{64}$/),
    ]);

    await open(lines);

    expect(asked()).toEqual([
      'GET /api/datasets/owner/lines/revision/main',
      `GET /api/datasets/owner/lines/tree/${commit}`,
    ]);
  });

  it('asks nothing for a commit that is in the cache', async () => {
    const { revision } = await open(lines);
    asked();

    expect(await open({ ...lines, revision })).toMatchObject({ revision });
    expect(asked()).toEqual([]);
  });

  it('follows a branch, and fetches only what changed', async () => {
    await open(split);
    const before = hub.commitOf('owner/split');
    asked();
    await writeFile(`${folder.path}/hub/owner/split/plain/train-00001-of-00002.parquet`, PARQUET);
    const after = hub.commitOf('owner/split');

    expect((await open(split)).revision).toBe(after);
    expect(asked().filter((request) => request.includes('/storage/'))).toEqual([]);
    expect(await readFile(cachePath('datasets--owner--split/refs/main'), 'utf8')).toBe(after);
    expect((await open({ ...split, revision: before })).revision).toBe(before);
  });

  it('names the files there are when it is not one of them', async () => {
    expect(await failureOf(open({ ...lines, files: { path: 'row.jsonl' } }))).toEqual({
      code: 'DATASET_INVALID',
      message: 'owner/lines has no file row.jsonl; it has README.md, rows.jsonl.gz',
      hint: 'name one of its files, or another configuration or split',
    });
  });
});

describe('openHub with a configuration and split', () => {
  it('reads the parquet files by name, and keeps the card that may say which they are', async () => {
    const { rows } = await open(split);

    expect(rows.map(({ origin, fields }) => `${origin} ${fields.id}`)).toEqual([
      ...[0, 1, 2, 3, 4, 5].map((row) => `plain/train-00000-of-00002.parquet row ${row} q-${row}`),
      ...[0, 1, 2, 3, 4, 5].map((row) => `plain/train-00001-of-00002.parquet row ${row} q-${row}`),
    ]);
    const snapshot = cachePath('datasets--owner--split/snapshots', hub.commitOf('owner/split'));
    expect((await readdir(snapshot, { recursive: true })).sort()).toEqual([
      'README.md',
      'plain',
      'plain/train-00000-of-00002.parquet',
      'plain/train-00001-of-00002.parquet',
    ]);
  });

  it('goes by the card, also offline', async () => {
    const card = '---\nconfigs:\n- config_name: plain\n  data_files:\n  - split: train\n    path: plain/test-*\n---\n';
    await folder.write('hub/owner/split/README.md', card);

    expect((await open(split)).rows).toHaveLength(6);
    expect((await open(split, { offline: true })).rows.map(({ origin }) => origin)[0]).toBe(
      'plain/test-00000-of-00001.parquet row 0',
    );
  });

  it('names the files there are when none are its own', async () => {
    expect(await failureOf(open({ ...split, files: { config: 'plain', split: 'validation' } }))).toEqual({
      code: 'DATASET_INVALID',
      message:
        'owner/split has no data files for configuration "plain", split "validation"; it has README.md, ' +
        'plain/test-00000-of-00001.parquet, plain/train-00000-of-00002.parquet, plain/train-00001-of-00002.parquet',
      hint: 'name one of its files, or another configuration or split',
    });
  });
});

describe('openHub offline', () => {
  it('reads what is in the cache and asks nothing', async () => {
    const online = [await open(lines), await open(split)];
    asked();

    expect([await open(lines, { offline: true }), await open(split, { offline: true })]).toEqual(online);
    expect(asked()).toEqual([]);
  });

  it('says how to fill the cache', async () => {
    const folderOf = (name: string) => cachePath(`datasets--owner--${name}`);

    expect(await failureOf(open(lines, { offline: true }))).toEqual({
      code: 'DATASET_NOT_CACHED',
      message: `offline, and the cache ${folderOf('lines')} has no revision "main" of owner/lines`,
      hint:
        'fetch it once with network access: unset HF_HUB_OFFLINE, or\n' +
        '  hf download owner/lines rows.jsonl.gz --repo-type dataset',
    });
    await open({ ...split, files: { path: 'README.md' }, limit: 0 });
    expect(await failureOf(open(split, { offline: true }))).toEqual({
      code: 'DATASET_NOT_CACHED',
      message:
        `offline, and the cache ${folderOf('split')} has no data files for configuration "plain", ` +
        'split "train" of owner/split',
      hint:
        'fetch it once with network access: unset HF_HUB_OFFLINE, or\n' +
        '  hf download owner/split --include "plain/*" --repo-type dataset',
    });
    const usual = { ...split, revision: 'v2', files: { config: 'default', split: 'train' } };
    expect(await failureOf(open(usual, { offline: true }))).toMatchObject({
      code: 'DATASET_NOT_CACHED',
      hint:
        'fetch it once with network access: unset HF_HUB_OFFLINE, or\n' +
        '  hf download owner/split --repo-type dataset --revision v2',
    });
    expect(asked().length).toBeGreaterThan(0);
  });

  it('does not take a part of a split for the whole', async () => {
    const { revision } = await open(split);
    await rm(cachePath('datasets--owner--split/snapshots', revision, 'plain/train-00000-of-00002.parquet'));

    expect(await failureOf(open(split, { offline: true }))).toMatchObject({
      code: 'DATASET_NOT_CACHED',
      message: expect.stringContaining('has no plain/train-00000-of-00002.parquet of owner/split'),
    });
    expect((await open({ ...split, revision })).rows).toHaveLength(12);
  });

  it('refuses a cached file that is not what it should be, which online is fetched again', async () => {
    const { revision } = await open(lines);
    const blobs = cachePath('datasets--owner--lines/blobs');
    const [etag = ''] = await readdir(blobs);
    await writeFile(join(blobs, etag), gzipSync('{"n": 3}\n'));

    expect(await failureOf(open(lines, { offline: true }))).toEqual({
      code: 'FILE_INVALID',
      message:
        `the cached file ${cachePath('datasets--owner--lines/snapshots', revision, 'rows.jsonl.gz')} ` +
        'does not have the hash it is stored under',
      hint: 'remove it and run the same command again with network access',
    });
    expect((await open(lines)).rows).toHaveLength(2);
    expect((await open(lines, { offline: true })).rows).toHaveLength(2);
  });

  it('reads a cache without links, as on Windows', async () => {
    const { revision } = await open(lines);
    const pointer = cachePath('datasets--owner--lines/snapshots', revision, 'rows.jsonl.gz');
    const [etag = ''] = await readdir(cachePath('datasets--owner--lines/blobs'));
    await rm(pointer);
    await rename(cachePath('datasets--owner--lines/blobs', etag), pointer);

    expect((await open(lines, { offline: true })).rows).toHaveLength(2);
    asked();
    expect((await open(lines)).rows).toHaveLength(2);
    expect(asked().filter((request) => request.includes('/storage/'))).toEqual([]);
  });
});

describe('openHub without a network', () => {
  const nowhere = { endpoint: 'http://127.0.0.1:1' };

  it('uses what is in the cache and says so', async () => {
    const { revision, rows } = await open(lines);
    events.length = 0;

    expect(await open(lines, nowhere)).toEqual({ revision, rows });
    expect(events.filter(({ type }) => type !== 'retry')).toEqual([
      {
        type: 'notice',
        code: 'SOURCE_UNREACHABLE',
        message:
          'the hub at http://127.0.0.1:1 cannot be reached for owner/lines: bad port: ' +
          `using owner/lines at ${revision} from the cache`,
      },
    ]);
  });

  it('fails when nothing is in the cache', async () => {
    expect(await failureOf(open(lines, nowhere))).toEqual({
      code: 'SOURCE_UNREACHABLE',
      message: 'the hub at http://127.0.0.1:1 cannot be reached for owner/lines: bad port',
      hint: 'with a filled cache no network is needed: set HF_HUB_OFFLINE=1; for a mirror set HF_ENDPOINT\nor try the bundled sample:  --config offline',
    });
  });

  it('goes on with a download that was cut', async () => {
    hub.addFault({
      matches: ({ path }) => path.startsWith('/storage/'),
      times: 1,
      reply: { body: gzipSync('{"n": 1}\n{"n": 2}\n'), cutAfterBytes: 10 },
    });

    expect((await open(lines)).rows).toHaveLength(2);
    expect(hub.requests.at(-1)?.headers.range).toBe('bytes=10-');
  });
});

describe('openHub with a token', () => {
  beforeEach(async () => {
    await hub.close();
    hub = await hubServer(`${folder.path}/hub`, { token: 'hf_right' });
  });

  it('sends it to the hub and to nobody else', async () => {
    expect((await open(lines, { token: 'hf_right' })).rows).toHaveLength(2);
    expect(hub.requests.map(({ path, headers }) => [path.split('/')[1], headers.authorization])).toEqual([
      ['api', 'Bearer hf_right'],
      ['api', 'Bearer hf_right'],
      ['datasets', 'Bearer hf_right'],
      ['storage', undefined],
    ]);
  });

  it('finds the one that was left by logging in', async () => {
    await folder.write('.cache/huggingface/token', 'hf_right\n');

    expect((await open(lines)).rows).toHaveLength(2);
  });

  it('says when one is missing, or is not the right one, without showing it', async () => {
    expect(await failureOf(open(lines))).toMatchObject({ code: 'KEY_MISSING' });
    expect(await failureOf(open(lines, { token: 'hf_wrong' }))).toEqual({
      code: 'KEY_REJECTED',
      message: 'the token gives no access to the data set owner/lines',
      hint: `ask for access at ${hub.url}/datasets/owner/lines, or set HF_TOKEN to a token that has it`,
    });
    const unsendable = await failureOf(open(lines, { token: 'hf_wrong\nhf_wrong' }));
    expect(unsendable).toMatchObject({
      code: 'CONFIG_INVALID',
      message: `the key for ${hub.url} cannot be sent: it holds a control character (U+000A) at position 9`,
    });
    expect(JSON.stringify([events, unsendable])).not.toContain('hf_wrong');
  });
});

describe('openHub with names that are none', () => {
  it.each([
    [{ repository: 'owner/none' }, 'the hub at URL has no data set owner/none'],
    [{ revision: 'v9' }, 'the data set owner/lines has no revision "v9"'],
    [{ repository: '../secrets' }, '"../secrets" is not the name of a data set, expected owner/name'],
    [
      { repository: 'https://hub/owner/name' },
      '"https://hub/owner/name" is not the name of a data set, expected owner/name',
    ],
    [{ revision: '../../x' }, '"../../x" is not a revision or file a data set can have'],
    [
      { files: { path: '../../../etc/hosts.txt' } },
      '"../../../etc/hosts.txt" is not a revision or file a data set can have',
    ],
  ])('refuses %j', async (changes, message) => {
    expect(await failureOf(open({ ...lines, ...changes }))).toMatchObject({
      code: 'DATASET_NOT_FOUND',
      message: message.replace('URL', hub.url),
    });
  });
});
