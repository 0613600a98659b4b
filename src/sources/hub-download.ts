import { constants } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { RagError } from '../core/errors.ts';
import type { Report } from '../core/events.ts';
import { errorCode } from '../files/error-code.ts';
import { makeFolder } from '../files/make-folder.ts';
import { notWritten } from '../files/write-atomically.ts';
import { hasContent } from './hub-cache.ts';
import type { HubFile } from './hub-client.ts';
import { type HubConnection, hubRequest, withRetries } from './hub-request.ts';

export interface Download {
  readonly url: string;
  readonly file: HubFile;
  /** Where the file is to be; until it is whole, it grows as `<path>.incomplete`. */
  readonly path: string;
}

/**
 * Fetches a file so that it is at `path` either whole, with the size and hash the hub lists for it, or not at all.
 *
 * What an interrupted download left behind is continued, whoever left it. Two processes may fetch the same file at once: they
 * write the same bytes to the same places.
 *
 * @throws RagError SOURCE_FAILED, SOURCE_UNREACHABLE, DISK_FULL, FILE_NOT_WRITABLE, and those of `hubRequest`
 */
export async function download(task: Download, connection: HubConnection): Promise<void> {
  const { file, path } = task;
  const stage = `download ${file.path}`;
  const meter = byteMeter(stage, connection.report);
  connection.report({ type: 'stage-start', stage, total: file.size, unit: 'bytes' });
  let isFresh = false;
  await withRetries(
    async () => {
      await fill(task, connection, meter.upTo);
      if (await hasContent(partialPath(path), file.etag)) return;
      // Another process that fetched the same file may have finished it, and given our part its name.
      if (await hasContent(path, file.etag)) return;
      await rm(partialPath(path), { force: true });
      meter.upTo(0);
      const error = wrongContent(file, isFresh);
      isFresh = true;
      throw error;
    },
    { what: stage, gotFurther: meter.gotFurther },
    connection,
  );
  await giveName(task);
  connection.report({ type: 'stage-end', stage });
}

interface ByteMeter {
  /** Reports how far it is from where it was. */
  upTo(bytes: number): void;
  /** Whether it is further than when this was last asked. */
  gotFurther(): boolean;
}

function byteMeter(stage: string, report: Report): ByteMeter {
  let now = 0;
  let before = 0;
  return {
    upTo: (bytes) => {
      if (bytes !== now) report({ type: 'stage-advance', stage, by: bytes - now });
      now = bytes;
    },
    gotFurther: () => {
      const isFurther = now > before;
      before = now;
      return isFurther;
    },
  };
}

async function fill(task: Download, connection: HubConnection, upTo: ByteMeter['upTo']): Promise<void> {
  const partial = await openPartial(task);
  try {
    const { size } = await partial.stat();
    upTo(Math.min(size, task.file.size));
    if (size < task.file.size) await append({ ...task, partial, from: size, upTo }, connection);
    await partial.sync();
  } catch (error) {
    throw error instanceof Error && 'syscall' in error ? notWritten(task.path, error) : error;
  } finally {
    await partial.close();
  }
}

interface Appending extends Download {
  readonly partial: FileHandle;
  readonly from: number;
  readonly upTo: ByteMeter['upTo'];
}

async function append({ url, file, partial, from, upTo }: Appending, connection: HubConnection): Promise<void> {
  // Compressed on the way, a range would count other bytes than those of the file.
  const headers = { 'accept-encoding': 'identity', ...(from > 0 ? { range: `bytes=${from}-` } : {}) };
  const { status, body } = await hubRequest(url, headers, connection);
  // A server that ignores the range sends the file from its start.
  let position = status === 206 ? from : 0;
  for await (const part of body) {
    if (position + part.length > file.size) throw wrongSize(file, `more than ${file.size}`);
    await writeWhole(partial, part, position);
    position += part.length;
    upTo(position);
  }
  if (position < file.size) throw wrongSize(file, `only ${position} of ${file.size}`);
}

/** A positional write may write less than asked for. */
async function writeWhole(partial: FileHandle, part: Uint8Array, position: number): Promise<void> {
  let done = 0;
  while (done < part.length) {
    const { bytesWritten } = await partial.write(part, done, part.length - done, position + done);
    done += bytesWritten;
  }
}

async function openPartial({ path }: Download): Promise<FileHandle> {
  try {
    makeFolder(dirname(path));
    return await open(partialPath(path), constants.O_RDWR | constants.O_CREAT);
  } catch (error) {
    throw notWritten(partialPath(path), error);
  }
}

async function giveName({ path, file }: Download): Promise<void> {
  try {
    await rename(partialPath(path), path);
  } catch (error) {
    const wasGivenByAnother = errorCode(error) === 'ENOENT' && (await hasContent(path, file.etag));
    if (!wasGivenByAnother) throw notWritten(path, error);
  }
}

function partialPath(path: string): string {
  return `${path}.incomplete`;
}

function wrongSize({ path, size }: HubFile, what: string): RagError {
  return new RagError('SOURCE_FAILED', `the download of ${path} gave ${what} bytes`, {
    hint: 'run the same command again: it goes on where this one stopped',
    details: { path, size },
    retry: { afterMs: null },
  });
}

/** May come from an old partial file, so the download is started anew once; twice wrong is wrong at the source. */
function wrongContent({ path, etag }: HubFile, isFresh: boolean): RagError {
  const name = etag.length === 64 ? 'SHA-256' : 'git object id';
  return new RagError('SOURCE_FAILED', `${path} as downloaded does not have the ${name} ${etag} that the hub lists`, {
    hint: 'check HF_ENDPOINT, and whether a proxy changes what passes through it',
    details: { path, etag },
    retry: isFresh ? null : { afterMs: null },
  });
}
