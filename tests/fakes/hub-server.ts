import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { type LocalServer, type LoggedRequest, localServer, type Reply } from './local-server.ts';

export interface HubServer extends LocalServer {
  /** The commit `main` points at: follows from the files, so it changes with them. */
  commitOf(repository: string): string;
}

export interface HubServerOptions {
  /** Refuses requests without this token, as for a gated data set. */
  readonly token?: string;
}

interface HubFile {
  readonly path: string;
  readonly bytes: Buffer;
  readonly oid: string;
  readonly sha256: string;
  /** Kept outside git, as the hub does with data files: redirected to another address, named by SHA-256. */
  readonly isLarge: boolean;
}

/** A server that answers for data sets as huggingface.co does, from a folder with a folder per repository (`owner/name/…`). */
export async function hubServer(folder: string, { token }: HubServerOptions = {}): Promise<HubServer> {
  const server = await localServer((request) => {
    if (request.path.startsWith('/storage/')) return stored(request, folder);
    if (token !== undefined && request.headers.authorization !== `Bearer ${token}`) return gated(request);
    return (
      whenMatches(/^\/api\/datasets\/([^/]+\/[^/]+)\/revision\/(.+)$/, request, (names) => info(folder, names)) ??
      whenMatches(/^\/api\/datasets\/([^/]+\/[^/]+)\/tree\/([^/]+)(?:\/.*)?$/, request, (names) =>
        tree(folder, names),
      ) ??
      whenMatches(/^\/datasets\/([^/]+\/[^/]+)\/resolve\/([^/]+)\/(.+)$/, request, (names) =>
        resolved({ folder, names, request, origin: storageOrigin() }),
      ) ?? { status: 404, body: { error: 'Not Found' } }
    );
  });
  // Another origin on the same port, as the hub's files are on other hosts: the token must not follow there.
  const storageOrigin = () => `http://localhost:${server.port}`;
  return Object.assign(server, { commitOf: (repository: string) => commitOf(filesOf(folder, repository)) });
}

type Names = readonly [repository: string, revision: string, path: string];

function whenMatches(route: RegExp, request: LoggedRequest, answer: (names: Names) => Reply): Reply | null {
  const match = route.exec(request.path);
  if (match === null) return null;
  const [, repository = '', revision = '', path = ''] = match.map((part) => decodeURIComponent(part ?? ''));
  return answer([repository, revision, path]);
}

function info(folder: string, [repository, revision]: Names): Reply {
  const files = filesOf(folder, repository);
  if (files.length === 0) return repositoryNotFound;
  if (!knows(files, revision)) return revisionNotFound;
  return {
    body: { _id: '0', id: repository, sha: commitOf(files), private: false, gated: false, downloads: 0, likes: 0 },
  };
}

function tree(folder: string, [repository, revision]: Names): Reply {
  const files = filesOf(folder, repository);
  if (files.length === 0) return repositoryNotFound;
  if (!knows(files, revision)) return revisionNotFound;
  return {
    body: files.map(({ path, bytes, oid, sha256, isLarge }) => ({
      type: 'file',
      path,
      size: bytes.length,
      oid,
      ...(isLarge ? { lfs: { oid: sha256, size: bytes.length, pointerSize: 134 } } : {}),
    })),
  };
}

interface Resolving {
  readonly folder: string;
  readonly names: Names;
  readonly request: LoggedRequest;
  readonly origin: string;
}

function resolved({ folder, names: [repository, revision, path], request, origin }: Resolving): Reply {
  const files = filesOf(folder, repository);
  if (files.length === 0) return repositoryNotFound;
  if (!knows(files, revision)) return revisionNotFound;
  const file = files.find((candidate) => candidate.path === path);
  if (file === undefined) return entryNotFound;
  const commit = { 'x-repo-commit': commitOf(files) };
  if (!file.isLarge) return ranged(request, file.bytes, { ...commit, etag: `"${file.oid}"` });
  return {
    status: 302,
    headers: {
      ...commit,
      location: `${origin}/storage/${file.sha256}`,
      'x-linked-etag': `"${file.sha256}"`,
      'x-linked-size': String(file.bytes.length),
    },
  };
}

function stored(request: LoggedRequest, folder: string): Reply {
  const file = allFiles(folder).find(({ sha256 }) => request.path === `/storage/${sha256}`);
  return file === undefined ? { status: 404 } : ranged(request, file.bytes, { etag: `"${file.sha256}"` });
}

function ranged(request: LoggedRequest, bytes: Buffer, headers: Readonly<Record<string, string>>): Reply {
  const [, start = '', end = ''] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
  const whole = { ...headers, 'accept-ranges': 'bytes' };
  if (start === '') return { headers: whole, body: bytes };
  const last = end === '' ? bytes.length - 1 : Math.min(Number(end), bytes.length - 1);
  if (Number(start) > last) return { status: 416, headers: { 'content-range': `bytes */${bytes.length}` } };
  return {
    status: 206,
    headers: { ...whole, 'content-range': `bytes ${start}-${last}/${bytes.length}` },
    body: bytes.subarray(Number(start), last + 1),
  };
}

const repositoryNotFound: Reply = refusal(401, 'RepoNotFound', 'Repository not found');
const revisionNotFound: Reply = refusal(404, 'RevisionNotFound', 'Invalid rev id');
const entryNotFound: Reply = refusal(404, 'EntryNotFound', 'Entry not found');

function gated({ headers }: LoggedRequest): Reply {
  return headers.authorization === undefined
    ? refusal(401, 'GatedRepo', 'Access to this dataset is restricted')
    : refusal(403, 'GatedRepo', 'Access to this dataset is restricted and you are not in the authorized list');
}

function refusal(status: number, code: string, message: string): Reply {
  return { status, headers: { 'x-error-code': code, 'x-error-message': message }, body: { error: message } };
}

function knows(files: readonly HubFile[], revision: string): boolean {
  return revision === 'main' || revision === 'HEAD' || revision === commitOf(files);
}

function commitOf(files: readonly HubFile[]): string {
  return createHash('sha1')
    .update(files.map(({ path, oid }) => `${path} ${oid}`).join('\n'))
    .digest('hex');
}

function allFiles(folder: string): readonly HubFile[] {
  return readdirSync(folder).flatMap((owner) =>
    readdirSync(join(folder, owner), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .flatMap(({ name }) => filesOf(folder, `${owner}/${name}`)),
  );
}

function filesOf(folder: string, repository: string): readonly HubFile[] {
  const root = join(folder, repository);
  return listing(root)
    .map((path) => ({ path: relative(root, path).replaceAll(sep, '/'), bytes: readFileSync(path) }))
    .map(({ path, bytes }) => ({
      path,
      bytes,
      oid: createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex'),
      sha256: createHash('sha256').update(bytes).digest('hex'),
      isLarge: /\.(parquet|gz)$/.test(path),
    }));
}

function listing(root: string): readonly string[] {
  try {
    return readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  } catch {
    // No such repository, which the callers answer as the hub does.
    return [];
  }
}
