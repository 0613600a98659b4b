import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { download } from '../../src/sources/hub-download.ts';
import { type Handler, type LocalServer, type LoggedRequest, localServer, type Reply } from '../fakes/local-server.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { connectionTo } from './hub-connection.ts';
import { failureOf } from './reading.ts';

const BYTES = Buffer.from(Array.from({ length: 200_000 }, (_, index) => (index * index) % 251));
const SHA256 = createHash('sha256').update(BYTES).digest('hex');
const OTHER = Buffer.from(BYTES).reverse();

const folder = temporaryFolder();
const servers: LocalServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function prepare(handler: Handler, file = { path: 'data/a.gz', size: BYTES.length, etag: SHA256 }) {
  const server = await localServer(handler);
  servers.push(server);
  const connection = connectionTo(server.url, { stallMs: 200 });
  const path = join(folder.path, 'blobs', file.etag);
  const ranges = () => server.requests.map(({ headers }) => headers.range ?? 'all');
  return { run: () => download({ url: server.url, file, path }, connection), path, connection, ranges };
}

/** Answers a range as a server should. */
function part(request: LoggedRequest, bytes: Buffer = BYTES): Reply {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  return from === 0 ? { body: bytes } : { status: 206, body: bytes.subarray(from) };
}

async function sha256Of(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
}

function stored(): Promise<string[]> {
  return readdir(join(folder.path, 'blobs'));
}

describe('download', () => {
  it('fetches a file and reports its bytes', async () => {
    const { run, path, connection } = await prepare(part);

    await run();

    expect(await sha256Of(path)).toBe(SHA256);
    expect(await stored()).toEqual([SHA256]);
    const advances = connection.events.flatMap((event) => (event.type === 'stage-advance' ? event.by : []));
    expect(advances.reduce((sum, by) => sum + by, 0)).toBe(BYTES.length);
    expect(connection.events.filter(({ type }) => type !== 'stage-advance')).toEqual([
      { type: 'stage-start', stage: 'download data/a.gz', total: 200_000, unit: 'bytes' },
      { type: 'stage-end', stage: 'download data/a.gz' },
    ]);
  });

  it('goes on where a broken connection stopped', async () => {
    const { run, path, ranges } = await prepare((request) => ({ ...part(request), cutAfterBytes: 60_000 }));

    await run();

    expect(await sha256Of(path)).toBe(SHA256);
    expect(ranges()).toEqual(['all', 'bytes=60000-', 'bytes=120000-', 'bytes=180000-']);
  });

  it('goes on after a stall', async () => {
    const { run, path, ranges } = await prepare((request) =>
      request.headers.range === undefined ? { ...part(request), stallAfterBytes: 70_000 } : part(request),
    );

    await run();

    expect(await sha256Of(path)).toBe(SHA256);
    expect(ranges()).toEqual(['all', 'bytes=70000-']);
  });

  it('goes on where another run or program stopped', async () => {
    const { run, path, ranges, connection } = await prepare(part);
    await folder.write(`blobs/${SHA256}.incomplete`, BYTES.subarray(0, 150_000));

    await run();

    expect(await sha256Of(path)).toBe(SHA256);
    expect(ranges()).toEqual(['bytes=150000-']);
    expect(connection.events[1]).toEqual({ type: 'stage-advance', stage: 'download data/a.gz', by: 150_000 });
  });

  it('asks for nothing when the part left behind is the whole', async () => {
    const { run, path, ranges } = await prepare(part);
    await folder.write(`blobs/${SHA256}.incomplete`, BYTES);

    await run();

    expect(await sha256Of(path)).toBe(SHA256);
    expect(ranges()).toEqual([]);
  });

  it('starts over when the server ignores ranges', async () => {
    const { run, path, ranges } = await prepare(() => ({ body: BYTES }));
    await folder.write(`blobs/${SHA256}.incomplete`, BYTES.subarray(0, 150_000));

    await run();

    expect(await sha256Of(path)).toBe(SHA256);
    expect(ranges()).toEqual(['bytes=150000-']);
  });

  it.each([
    ['other bytes of the right length', OTHER],
    ['too long', Buffer.concat([BYTES, BYTES])],
  ])('starts over when the part left behind is %s', async (_, left) => {
    const { run, path } = await prepare(part);
    await folder.write(`blobs/${SHA256}.incomplete`, left);

    await run();

    expect(await sha256Of(path)).toBe(SHA256);
    expect(await stored()).toEqual([SHA256]);
  });

  it('keeps nothing of a file that twice has the wrong hash', async () => {
    const { run, ranges } = await prepare((request) => part(request, OTHER));

    expect(await failureOf(run())).toEqual({
      code: 'SOURCE_FAILED',
      message: `data/a.gz as downloaded does not have the SHA-256 ${SHA256} that the hub lists`,
      hint: 'check HF_ENDPOINT, and whether a proxy changes what passes through it',
    });
    expect(await stored()).toEqual([]);
    expect(ranges()).toEqual(['all', 'all']);
  });

  it('gives up on a connection that breaks again and again, and keeps the part', async () => {
    const { run, ranges } = await prepare((request) =>
      request.headers.range === undefined
        ? { ...part(request), cutAfterBytes: 1000 }
        : { ...part(request), cutAfterBytes: 0 },
    );

    expect(await failureOf(run())).toMatchObject({
      code: 'SOURCE_FAILED',
      hint: 'run the same command again: a download goes on where it stopped',
    });
    expect(ranges()).toEqual(['all', ...Array(4).fill('bytes=1000-')]);
    expect(await stored()).toEqual([`${SHA256}.incomplete`]);
  });

  it.each([
    ['shorter', BYTES.subarray(0, -1), 'only 199999 of 200000'],
    ['longer', Buffer.concat([BYTES, Buffer.from('x')]), 'more than 200000'],
  ])('refuses an answer that is %s than listed', async (_, bytes, what) => {
    const { run } = await prepare(() => ({ body: bytes }));

    expect(await failureOf(run())).toEqual({
      code: 'SOURCE_FAILED',
      message: `the download of data/a.gz gave ${what} bytes`,
      hint: 'run the same command again: it goes on where this one stopped',
    });
    expect((await stored()).includes(SHA256)).toBe(false);
  });

  it('checks a small text file by its git object id, and an empty one too', async () => {
    const text = await prepare(() => ({ body: 'hello\n' }), {
      path: 'README.md',
      size: 6,
      etag: 'ce013625030ba8dba906f756967f9e9ca394464a',
    });
    const empty = await prepare(() => ({ body: '' }), {
      path: '.keep',
      size: 0,
      etag: 'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391',
    });

    await text.run();
    await empty.run();

    expect(await readFile(text.path, 'utf8')).toBe('hello\n');
    expect(await readFile(empty.path, 'utf8')).toBe('');
    expect(empty.ranges()).toEqual([]);
  });

  it('lets two fetch the same file at once', async () => {
    const { run, path } = await prepare((request) => ({ ...part(request), delayMs: 20 }));

    await Promise.all([run(), run(), run()]);

    expect(await sha256Of(path)).toBe(SHA256);
    expect(await stored()).toEqual([SHA256]);
  });

  it('keeps the part when it is aborted', async () => {
    const controller = new AbortController();
    const { connection, path, ...rest } = await prepare((request) => ({ ...part(request), stallAfterBytes: 70_000 }));
    const url = connection.subject.endpoint;
    const file = { path: 'data/a.gz', size: BYTES.length, etag: SHA256 };
    const report = () => {
      if (rest.ranges().length > 0) controller.abort();
    };

    const running = download({ url, file, path }, { ...connection, signal: controller.signal, report });

    expect(await failureOf(running)).toEqual({ code: 'INTERRUPTED', message: 'interrupted' });
    expect(await stored()).toEqual([`${SHA256}.incomplete`]);
  });

  it('says when the cache may not be written', async () => {
    const { run } = await prepare(part);
    await folder.write('blobs', 'a file where the folder should be');

    expect(await failureOf(run())).toMatchObject({ code: 'FILE_NOT_WRITABLE' });
  });
});
