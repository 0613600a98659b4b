import { afterEach, describe, expect, it } from 'vitest';
import { hubClient, isSafePath } from '../../src/sources/hub-client.ts';
import { type Handler, type LocalServer, localServer, type Reply } from '../fakes/local-server.ts';
import { connectionTo } from './hub-connection.ts';
import { failureOf } from './reading.ts';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const OID = 'ce013625030ba8dba906f756967f9e9ca394464a';
const SHA256 = '5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03';

const servers: LocalServer[] = [];

async function clientOf(handler: Handler) {
  const server = await localServer(handler);
  servers.push(server);
  return { client: hubClient(connectionTo(server.url)), server };
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

describe('hubClient', () => {
  it('asks for the commit of a branch', async () => {
    const { client, server } = await clientOf(() => ({ body: { _id: '1', id: 'owner/name', sha: COMMIT } }));

    expect(await client.commitOf('refs/convert/parquet')).toBe(COMMIT);
    expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /api/datasets/owner/name/revision/refs%2Fconvert%2Fparquet',
    ]);
  });

  it('lists files page after page, large ones by their SHA-256', async () => {
    const { client, server } = await clientOf(({ query }) =>
      query.has('cursor')
        ? { body: [{ type: 'file', path: 'README.md', size: 6, oid: OID }] }
        : {
            headers: { link: `<${server.url}/api/datasets/owner/name/tree/${COMMIT}?cursor=2>; rel="next"` },
            body: [
              { type: 'directory', path: 'data', size: 0, oid: OID },
              {
                type: 'file',
                path: 'data/a.gz',
                size: 134,
                oid: OID,
                lfs: { oid: SHA256, size: 5000, pointerSize: 134 },
                xetHash: 'other',
              },
            ],
          },
    );

    expect(await client.listFiles(COMMIT)).toEqual([
      { path: 'data/a.gz', size: 5000, etag: SHA256 },
      { path: 'README.md', size: 6, etag: OID },
    ]);
  });

  it('names the address of a file', async () => {
    const { client, server } = await clientOf(() => ({}));

    expect(client.urlOf(COMMIT, 'data/ä b#1.gz')).toBe(
      `${server.url}/datasets/owner/name/resolve/${COMMIT}/data/%C3%A4%20b%231.gz`,
    );
  });

  it('asks again when an answer breaks off or the hub is busy', async () => {
    const replies: Reply[] = [
      { reset: true },
      { body: { sha: COMMIT }, cutAfterBytes: 5 },
      { status: 503 },
      { body: { sha: COMMIT } },
    ];
    const { client, server } = await clientOf(() => replies[server.requests.length - 1] ?? {});

    expect(await client.commitOf('main')).toBe(COMMIT);
    expect(server.requests).toHaveLength(4);
  });

  it.each<[string, Reply, string]>([
    ['a page of a proxy', { body: '<html>' }, 'Unexpected token'],
    ['no commit', { body: { id: 'owner/name' } }, 'the commit of "main" is "undefined"'],
    ['a commit that is a path', { body: { sha: '../../etc' } }, 'the commit of "main" is "../../etc"'],
  ])('refuses %s', async (_, reply, reason) => {
    const { client, server } = await clientOf(() => reply);

    expect(await failureOf(client.commitOf('main'))).toMatchObject({
      code: 'SOURCE_FAILED',
      message: expect.stringMatching(
        new RegExp(`^the server at ${server.url} does not answer like the hub: .*${reason.replaceAll('.', '\\.')}`),
      ),
    });
  });

  it.each([
    ['../../../etc/x.parquet', 6, OID, 'it lists a file named "../../../etc/x.parquet"'],
    ['/etc/passwd', 6, OID, 'it lists a file named "/etc/passwd"'],
    ['a\\..\\b', 6, OID, 'it lists a file named "a\\\\..\\\\b"'],
    ['a.gz', -1, OID, 'it gives a.gz a size of -1'],
    ['a.gz', 6, '../x', 'it gives a.gz the hash "../x"'],
  ])('refuses a listing of %s, %d, %s', async (path, size, oid, reason) => {
    const { client, server } = await clientOf(() => ({ body: [{ type: 'file', path, size, oid }] }));

    expect(await failureOf(client.listFiles(COMMIT))).toMatchObject({
      code: 'SOURCE_FAILED',
      message: `the server at ${server.url} does not answer like the hub: ${reason}`,
    });
  });
});

describe('isSafePath', () => {
  it('stays below its folder on any system', () => {
    const safe = ['a', 'a/b.txt', '.gitattributes', 'a/..b/c...d'];
    const unsafe = ['', '/a', 'a//b', 'a/', '..', 'a/../b', './a', 'a\\b', 'C:a', 'a\0b'];

    expect(safe.filter((path) => !isSafePath(path))).toEqual([]);
    expect(unsafe.filter(isSafePath)).toEqual([]);
  });
});
