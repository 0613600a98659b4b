import { RagError } from '../core/errors.ts';
import type { Report } from '../core/events.ts';
import type { InvalidRow, RowStream } from '../core/row-source.ts';
import { cachedSnapshot } from './cached-snapshot.ts';
import { fetchedSnapshot } from './fetched-snapshot.ts';
import { hubCache } from './hub-cache.ts';
import { isSafePath } from './hub-client.ts';
import type { HubOptions } from './hub-options.ts';
import type { HubLocation, HubSnapshot, SnapshotRequest } from './hub-snapshot.ts';
import { readRows } from './read-rows.ts';

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

async function findSnapshot(request: SnapshotRequest): Promise<HubSnapshot> {
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

async function ifCached(request: SnapshotRequest): Promise<HubSnapshot | null> {
  try {
    return await cachedSnapshot(request);
  } catch (error) {
    if (error instanceof RagError && ['DATASET_NOT_CACHED', 'FILE_INVALID'].includes(error.code)) return null;
    throw error;
  }
}
