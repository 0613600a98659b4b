import { RagError } from '../core/errors.ts';
import { strangeAnswer } from './hub-errors.ts';
import { type HubConnection, hubRequest, withRetries } from './hub-request.ts';

/** A file of a repository as the hub lists it. */
export interface HubFile {
  readonly path: string;
  readonly size: number;
  /** Its name in the cache, and what it is checked against: SHA-256 in hex, or the git object id of a small text file. */
  readonly etag: string;
}

export interface HubClient {
  /** The commit a branch or tag points at. */
  commitOf(revision: string): Promise<string>;
  /** All files at a commit. */
  listFiles(commit: string): Promise<readonly HubFile[]>;
  /** Where a file's bytes are. */
  urlOf(commit: string, path: string): string;
}

const LARGEST_ANSWER_BYTES = 64 * 2 ** 20;

/**
 * What the hub knows of one data set, asked through `@huggingface/hub`, with retries, deadlines and errors of ours.
 *
 * @throws RagError KEY_MISSING, KEY_REJECTED, DATASET_NOT_FOUND, SOURCE_FAILED, SOURCE_UNREACHABLE
 */
export function hubClient(connection: HubConnection): HubClient {
  const { endpoint, repository } = connection.subject;
  const common = { hubUrl: endpoint, fetch: apiFetch(connection) };
  const ask = async <T>(question: () => Promise<T>): Promise<T> => {
    try {
      return await question();
    } catch (error) {
      if (error instanceof RagError || connection.signal.aborted) throw error;
      throw strangeAnswer(error, connection.subject);
    }
  };

  return {
    commitOf: (revision) =>
      ask(async () => {
        const { datasetInfo } = await import('@huggingface/hub');
        const { sha } = await datasetInfo({ ...common, name: repository, revision, additionalFields: ['sha'] });
        if (!/^[0-9a-f]{40}$/.test(String(sha))) throw new TypeError(`the commit of "${revision}" is "${sha}"`);
        return sha;
      }),
    listFiles: (commit) =>
      ask(async () => {
        const { listFiles } = await import('@huggingface/hub');
        const files: HubFile[] = [];
        const entries = listFiles({ ...common, repo: `datasets/${repository}`, revision: commit, recursive: true });
        for await (const { type, path, size, oid, lfs } of entries) {
          if (type === 'file') files.push(checkFile({ path, size: lfs?.size ?? size, etag: lfs?.oid ?? oid ?? '' }));
        }
        return files;
      }),
    urlOf: (commit, path) =>
      `${endpoint}/datasets/${repository}/resolve/${commit}/${path.split('/').map(encodeURIComponent).join('/')}`,
  };
}

/** The library's requests, each with its whole answer read under the same deadline and retries. */
function apiFetch(connection: HubConnection): typeof fetch {
  return (input) => {
    const url = input instanceof Request ? input.url : String(input);
    return withRetries(
      async () => {
        const { status, headers, body } = await hubRequest(url, { accept: 'application/json' }, connection);
        return new Response(await readCapped(body), { status, headers });
      },
      { what: `asking ${connection.subject.endpoint}` },
      connection,
    );
  };
}

async function readCapped(body: AsyncIterable<Uint8Array>): Promise<Blob> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of body) {
    bytes += part.length;
    if (bytes > LARGEST_ANSWER_BYTES) throw new RangeError(`an answer of more than ${LARGEST_ANSWER_BYTES} bytes`);
    parts.push(part);
  }
  return new Blob(parts);
}

/** Names and sizes come from a server and become paths: nothing may lead out of the cache. */
function checkFile(file: HubFile): HubFile {
  const { path, size, etag } = file;
  if (!isSafePath(path)) throw new TypeError(`it lists a file named ${JSON.stringify(path)}`);
  if (!Number.isSafeInteger(size) || size < 0) throw new TypeError(`it gives ${path} a size of ${size}`);
  if (!/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(etag)) throw new TypeError(`it gives ${path} the hash "${etag}"`);
  return file;
}

/** Whether a relative path with forward slashes stays below the folder it starts in, on any system. */
export function isSafePath(path: string): boolean {
  return /^[^\0\\:]+$/.test(path) && path.split('/').every((name) => name !== '' && name !== '.' && name !== '..');
}
