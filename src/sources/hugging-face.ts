import { readFile } from 'node:fs/promises';
import { RagError } from '../core/errors.ts';
import type { Report } from '../core/events.ts';
import type { InvalidRow, RowLocation, RowStream } from '../core/row-source.ts';
import { errorCode } from '../files/error-code.ts';
import { chooseFiles, missingShards } from './choose-files.ts';
import { fileError } from './file-errors.ts';
import { kindOf } from './file-format.ts';
import { etagOf, type HubCache, hasContent, hubCache } from './hub-cache.ts';
import { type HubClient, type HubFile, hubClient, isSafePath } from './hub-client.ts';
import { download } from './hub-download.ts';
import type { HubOptions } from './hub-options.ts';
import type { HubConnection } from './hub-request.ts';
import { readRows } from './read-rows.ts';
import type { SourceFile } from './source-file.ts';

export type HubLocation = Extract<RowLocation, { readonly type: 'hub' }>;

export interface OpenHubOptions {
  readonly hub: HubOptions;
  readonly report: Report;
  readonly onInvalid?: InvalidRow | undefined;
}

/**
 * The rows of a data set on the Hugging Face hub: its files are fetched into the cache that Python's huggingface_hub keeps,
 * once, checked against the hub's hashes, and read from there.
 *
 * The revision is a commit. A commit that is in the cache needs no request; a branch needs one to see where it points, and
 * without a network the cache is used as it is, with a notice.
 *
 * @throws RagError DATASET_NOT_FOUND, DATASET_NOT_CACHED, DATASET_INVALID, KEY_MISSING, KEY_REJECTED, SOURCE_UNREACHABLE,
 *   SOURCE_FAILED, FILE_INVALID, DISK_FULL, FILE_NOT_WRITABLE
 */
export async function openHub(
  location: HubLocation,
  { hub, report, onInvalid }: OpenHubOptions,
  signal: AbortSignal,
): Promise<RowStream> {
  checkNames(location);
  const cache = hubCache(hub.cacheFolder, location.repository);
  const snapshot = await findSnapshot({ location, hub, cache, report, signal });
  const { columns, limit } = location;
  return { revision: snapshot.commit, rows: readRows(snapshot.files, { columns, limit, signal, report, onInvalid }) };
}

interface Request {
  readonly location: HubLocation;
  readonly hub: HubOptions;
  readonly cache: HubCache;
  readonly report: Report;
  readonly signal: AbortSignal;
}

interface Snapshot {
  readonly commit: string;
  readonly files: readonly SourceFile[];
}

async function findSnapshot(request: Request): Promise<Snapshot> {
  const { location, hub, report } = request;
  if (hub.offline) return cachedSnapshot(request);
  const isCommit = /^[0-9a-f]{40}$/.test(location.revision);
  if (isCommit) {
    const cached = await ifCached(request);
    if (cached !== null) return cached;
  }
  try {
    return await fetchedSnapshot(request);
  } catch (error) {
    const isOffline = error instanceof RagError && error.code === 'SOURCE_UNREACHABLE';
    const cached = isOffline && !isCommit ? await ifCached(request) : null;
    if (cached === null || !isOffline) throw error;
    const message = `${error.message}: using ${location.repository} at ${cached.commit} from the cache`;
    report({ type: 'notice', code: error.code, message });
    return cached;
  }
}

async function ifCached(request: Request): Promise<Snapshot | null> {
  try {
    return await cachedSnapshot(request);
  } catch (error) {
    if (error instanceof RagError && ['DATASET_NOT_CACHED', 'FILE_INVALID'].includes(error.code)) return null;
    throw error;
  }
}

/** From the cache alone. */
async function cachedSnapshot({ location, cache }: Request): Promise<Snapshot> {
  const { revision, files } = location;
  const commit = /^[0-9a-f]{40}$/.test(revision) ? revision : await cache.commitOf(revision);
  if (commit === null) throw notCached(location, cache, `revision "${revision}"`);
  const paths = await cache.listFiles(commit);
  const card = await readCard(cache, commit);
  const wanted = 'path' in files ? paths.filter((path) => path === files.path) : chooseFiles(paths, files, card);
  const missing = missingShards(wanted);
  if (wanted.length === 0) throw notCached(location, cache, describe(files));
  if (missing.length > 0) throw notCached(location, cache, missing.join(', '));
  for (const path of wanted) await checkCached(cache.pathOf(commit, path), path);
  return { commit, files: wanted.map((path) => sourceFile(cache, commit, path)) };
}

/** Other programs keep a download that was cut as if it were whole. */
async function checkCached(path: string, name: string): Promise<void> {
  const etag = await etagOf(path);
  if (etag === null || (await hasContent(path, etag))) return;
  throw new RagError('FILE_INVALID', `the cached file ${path} does not have the hash it is stored under`, {
    hint: 'remove it and run the same command again with network access',
    details: { file: name, path, etag },
  });
}

/** From the hub, as far as it is not in the cache. */
async function fetchedSnapshot(request: Request): Promise<Snapshot> {
  const { location, cache } = request;
  const connection = await connect(request);
  const client = hubClient(connection);
  const commit = await client.commitOf(location.revision);
  const listing = await client.listFiles(commit);
  const fetchTo = fetcher({ client, connection, cache, commit });
  const wanted = await wantedFiles(location, listing, fetchTo);
  for (const file of wanted) await fetchTo(file);
  if (location.revision !== commit) await cache.remember(location.revision, commit);
  return { commit, files: wanted.map(({ path }) => sourceFile(cache, commit, path)) };
}

interface Fetching {
  readonly client: HubClient;
  readonly connection: HubConnection;
  readonly cache: HubCache;
  readonly commit: string;
}

/** A function that puts one file into the cache, unless it is there as the hub lists it, and says where. */
function fetcher({ client, connection, cache, commit }: Fetching): (file: HubFile) => Promise<string> {
  return async (file) => {
    const pointer = cache.pathOf(commit, file.path);
    if (await hasContent(pointer, file.etag)) return pointer;
    const path = cache.blobPath(file.etag);
    if (!(await hasContent(path, file.etag))) {
      await download({ url: client.urlOf(commit, file.path), file, path }, connection);
    }
    await cache.link(commit, file.path, file.etag);
    return pointer;
  };
}

async function wantedFiles(
  { repository, files }: HubLocation,
  listing: readonly HubFile[],
  fetchTo: (file: HubFile) => Promise<string>,
): Promise<readonly HubFile[]> {
  const paths = listing.map(({ path }) => path);
  const readme = listing.find(({ path }) => path === CARD);
  const card = 'path' in files || readme === undefined ? null : await readFile(await fetchTo(readme), 'utf8');
  const chosen = 'path' in files ? [files.path] : chooseFiles(paths, files, card);
  const wanted = listing
    .filter(({ path }) => chosen.includes(path))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
  if (wanted.length > 0) return wanted;
  throw new RagError('DATASET_INVALID', `${repository} has no ${describe(files)}; it has ${listed(paths)}`, {
    hint: 'name one of its files, or another configuration or split',
    details: { repository, files: paths },
  });
}

const CARD = 'README.md';

async function readCard(cache: HubCache, commit: string): Promise<string | null> {
  const path = cache.pathOf(commit, CARD);
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw fileError(path, error);
  }
}

async function connect({ location, hub, report, signal }: Request): Promise<HubConnection> {
  const token = hub.token ?? (await readToken(hub.tokenFile));
  const { endpoint, retryWaitMs, stallMs, proxies } = hub;
  const { repository, revision } = location;
  const subject = { endpoint, repository, revision, hasToken: token !== null };
  const { proxyDispatcher } = await import('./proxy-dispatcher.ts');
  return { subject, token, retryWaitMs, stallMs, dispatcher: proxyDispatcher(proxies), report, signal };
}

async function readToken(path: string): Promise<string | null> {
  try {
    return (await readFile(path, 'utf8')).trim() || null;
  } catch (error) {
    // Whoever never logged in has no such file; public data sets need none.
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '')) return null;
    throw fileError(path, error);
  }
}

function sourceFile(cache: HubCache, commit: string, path: string): SourceFile {
  return { path: cache.pathOf(commit, path), name: path, key: path, ...kindOf(path) };
}

/** Names become paths in the cache; they come from a config file, which may be somebody else's. */
function checkNames({ repository, revision, files }: HubLocation): void {
  if (!/^[\w.-]+(\/[\w.-]+)?$/.test(repository) || /--|\.\./.test(repository)) {
    throw new RagError('DATASET_NOT_FOUND', `"${repository}" is not the name of a data set, expected owner/name`);
  }
  const paths = 'path' in files ? [revision, files.path] : [revision];
  const unsafe = paths.find((path) => !isSafePath(path));
  if (unsafe === undefined) return;
  throw new RagError('DATASET_NOT_FOUND', `"${unsafe}" is not a revision or file a data set can have`, {
    details: { repository, revision },
  });
}

function notCached({ repository, files }: HubLocation, { folder }: HubCache, what: string): RagError {
  const names = 'path' in files ? files.path : `--include "${files.config}/*"`;
  return new RagError('DATASET_NOT_CACHED', `offline, and the cache ${folder} has no ${what} of ${repository}`, {
    hint: `fetch it once with network access: unset HF_HUB_OFFLINE, or\n  hf download ${repository} ${names} --repo-type dataset`,
    details: { repository, folder },
  });
}

function describe(files: HubLocation['files']): string {
  return 'path' in files
    ? `file ${files.path}`
    : `data files for configuration "${files.config}", split "${files.split}"`;
}

function listed(paths: readonly string[]): string {
  const shown = paths.slice(0, 20).join(', ');
  return paths.length > 20 ? `${shown} and ${paths.length - 20} more files` : shown || 'no files';
}
