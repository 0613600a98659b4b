import { readFile } from 'node:fs/promises';
import { RagError } from '../core/errors.ts';
import { errorCode } from '../files/error-code.ts';
import { checkKey } from '../network/check-key.ts';
import { chooseFiles } from './choose-files.ts';
import { fileError } from './file-errors.ts';
import { type HubCache, hasContent } from './hub-cache.ts';
import { type HubClient, type HubFile, hubClient } from './hub-client.ts';
import { download } from './hub-download.ts';
import type { HubConnection } from './hub-request.ts';
import {
  CARD,
  describeFiles,
  type HubLocation,
  type HubSnapshot,
  type SnapshotRequest,
  snapshotOf,
} from './hub-snapshot.ts';

/**
 * The snapshot as the hub lists it; what is not in the cache is fetched into it.
 *
 * @throws RagError CONFIG_INVALID, DATASET_INVALID, DATASET_NOT_FOUND, KEY_MISSING, KEY_REJECTED, SOURCE_UNREACHABLE, SOURCE_FAILED, DISK_FULL,
 *   FILE_NOT_WRITABLE
 */
export async function fetchedSnapshot(request: SnapshotRequest): Promise<HubSnapshot> {
  const { location, cache } = request;
  const connection = await connect(request);
  const client = hubClient(connection);
  const commit = await client.commitOf(location.revision);
  const listing = await client.listFiles(commit);
  const fetchTo = fetcher({ client, connection, cache, commit });
  const wanted = await wantedFiles(location, listing, fetchTo);
  for (const file of wanted) await fetchTo(file);
  if (location.revision !== commit) await cache.remember(location.revision, commit);
  const paths = wanted.map(({ path }) => path);
  return snapshotOf(cache, commit, paths);
}

async function connect({ location, hub, report, signal }: SnapshotRequest): Promise<HubConnection> {
  const token = hub.token ?? (await readToken(hub.tokenFile));
  const { endpoint, retryWaitMs, stallMs, proxies } = hub;
  if (token !== null) checkKey(token, endpoint);
  const { repository, revision } = location;
  const subject = { endpoint, repository, revision, hasToken: token !== null, proxies };
  const { proxyDispatcher } = await import('./proxy-dispatcher.ts');
  return { subject, token, retryWaitMs, stallMs, dispatcher: proxyDispatcher(endpoint, proxies), report, signal };
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
  throw new RagError('DATASET_INVALID', `${repository} has no ${describeFiles(files)}; it has ${listed(paths)}`, {
    hint: 'name one of its files, or another configuration or split',
    details: { repository, files: paths },
  });
}

function listed(paths: readonly string[]): string {
  const shown = paths.slice(0, 20).join(', ');
  return paths.length > 20 ? `${shown} and ${paths.length - 20} more files` : shown || 'no files';
}
