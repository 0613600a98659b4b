import { readFile } from 'node:fs/promises';
import { RagError } from '../core/errors.ts';
import { errorCode } from '../files/error-code.ts';
import { chooseFiles, missingShards } from './choose-files.ts';
import { fileError } from './file-errors.ts';
import { etagOf, type HubCache, hasContent } from './hub-cache.ts';
import {
  CARD,
  describeFiles,
  type HubLocation,
  type HubSnapshot,
  type SnapshotRequest,
  snapshotOf,
} from './hub-snapshot.ts';

/**
 * The snapshot as far as the cache alone knows it, each file checked against the hash it is stored under.
 *
 * @throws RagError DATASET_NOT_CACHED, FILE_INVALID
 */
export async function cachedSnapshot({ location, cache }: SnapshotRequest): Promise<HubSnapshot> {
  const { revision, files } = location;
  const commit = /^[0-9a-f]{40}$/.test(revision) ? revision : await cache.commitOf(revision);
  if (commit === null) throw notCached(location, cache, `revision "${revision}"`);
  const paths = await cache.listFiles(commit);
  const card = await readCard(cache, commit);
  const wanted = 'path' in files ? paths.filter((path) => path === files.path) : chooseFiles(paths, files, card);
  const missing = missingShards(wanted);
  if (wanted.length === 0) throw notCached(location, cache, describeFiles(files));
  if (missing.length > 0) throw notCached(location, cache, missing.join(', '));
  for (const path of wanted) await checkCached(cache.pathOf(commit, path), path);
  return snapshotOf(cache, commit, wanted);
}

async function readCard(cache: HubCache, commit: string): Promise<string | null> {
  const path = cache.pathOf(commit, CARD);
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw fileError(path, error);
  }
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

function notCached(location: HubLocation, { folder }: HubCache, what: string): RagError {
  const { repository } = location;
  return new RagError('DATASET_NOT_CACHED', `offline, and the cache ${folder} has no ${what} of ${repository}`, {
    hint: `fetch it once with network access: unset HF_HUB_OFFLINE, or\n  ${downloadCommand(location)}`,
    details: { repository, folder },
  });
}

function downloadCommand({ repository, revision, files }: HubLocation): string {
  const wanted = 'path' in files ? ` ${files.path}` : ` --include "${files.config}/*"`;
  // Those of the default configuration may be anywhere.
  const names = 'config' in files && files.config === 'default' ? '' : wanted;
  const at = revision === 'main' ? '' : ` --revision ${revision}`;
  return `hf download ${repository}${names} --repo-type dataset${at}`;
}
