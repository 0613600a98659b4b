import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { interrupted, RagError } from '../core/errors.ts';
import { fileError } from './file-errors.ts';
import type { SourceFile } from './source-file.ts';
import { unpackZstd } from './unpack-zstd.ts';

/** Unpacked bytes per packed byte at most, checked once `afterBytes` were unpacked. */
export interface UnpackLimit {
  readonly ratio: number;
  readonly afterBytes: number;
}

/** Text packs to a third or a tenth of its size; whoever packs better by an order of magnitude packs nothing. */
const UNPACK_LIMIT: UnpackLimit = { ratio: 200, afterBytes: 10 * 2 ** 20 };

/** Called with what was read and what came of it so far. */
export type CheckUnpacked = (packed: number, unpacked: number) => void;

/**
 * The bytes of a file, in parts; gzip and zstd are unpacked, one level only.
 *
 * @throws RagError FILE_NOT_FOUND, FILE_INVALID (damaged, cut, or unpacking beyond the limit)
 */
export async function* readBytes(
  file: SourceFile,
  signal: AbortSignal,
  limit: UnpackLimit = UNPACK_LIMIT,
): AsyncGenerator<Buffer> {
  const bytes = createReadStream(file.path, { signal });
  const check: CheckUnpacked = (packed, unpacked) => {
    if (unpacked > limit.afterBytes && unpacked > limit.ratio * packed)
      throw tooDense(file, { packed, unpacked }, limit);
  };
  try {
    if (file.packing === 'gzip') yield* gunzipped(bytes, check);
    else if (file.packing === 'zstd') yield* unpackZstd(bytes, check);
    else yield* bytes;
  } catch (error) {
    if (signal.aborted) throw interrupted(signal);
    throw fileError(file.name, error);
  }
}

async function* gunzipped(bytes: NodeJS.ReadableStream, check: CheckUnpacked): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  // The loop below meets any error of either stream: the pipeline destroys `gunzip` with it.
  pipeline(bytes, gunzip, () => {});
  let unpacked = 0;
  for await (const part of gunzip) {
    unpacked += part.length;
    check(gunzip.bytesWritten, unpacked);
    yield part;
  }
}

function tooDense(
  { name }: SourceFile,
  sizes: { readonly packed: number; readonly unpacked: number },
  { ratio }: UnpackLimit,
): RagError {
  return new RagError('FILE_INVALID', `${name} unpacks to more than ${ratio} times its packed size`, {
    hint: 'unpack it yourself if you trust it, and name the unpacked file',
    details: { file: name, ...sizes },
  });
}
