import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { interrupted, RagError } from '../core/errors.ts';
import { fileError } from './file-errors.ts';
import type { SourceFile } from './source-file.ts';

export interface UnpackLimits {
  /** Unpacked bytes at most. */
  readonly bytes: number;
  /** Unpacked bytes per packed byte at most, checked once `ratioAfterBytes` were unpacked. */
  readonly ratio: number;
  readonly ratioAfterBytes: number;
}

const UNPACK_LIMITS: UnpackLimits = { bytes: 2 * 2 ** 30, ratio: 200, ratioAfterBytes: 10 * 2 ** 20 };

/**
 * The bytes of a file, in parts; a name ending in `.gz` is unpacked, one level only.
 *
 * @throws RagError FILE_NOT_FOUND, FILE_INVALID (damaged or cut gzip, or one that unpacks beyond the limits)
 */
export async function* readBytes(
  file: SourceFile,
  signal: AbortSignal,
  limits: UnpackLimits = UNPACK_LIMITS,
): AsyncGenerator<Buffer> {
  try {
    if (file.name.endsWith('.gz')) yield* unpackedBytes(file, signal, limits);
    else yield* createReadStream(file.path, { signal });
  } catch (error) {
    if (signal.aborted) throw interrupted(signal);
    throw fileError(file.name, error);
  }
}

async function* unpackedBytes(file: SourceFile, signal: AbortSignal, limits: UnpackLimits): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  // The loop below meets any error of either stream: the pipeline destroys `gunzip` with it.
  pipeline(createReadStream(file.path, { signal }), gunzip, () => {});
  let unpacked = 0;
  for await (const part of gunzip) {
    unpacked += part.length;
    checkLimits({ file, packed: gunzip.bytesWritten, unpacked }, limits);
    yield part;
  }
}

interface Unpacking {
  readonly file: SourceFile;
  readonly packed: number;
  readonly unpacked: number;
}

function checkLimits({ file, packed, unpacked }: Unpacking, { bytes, ratio, ratioAfterBytes }: UnpackLimits): void {
  const tooDense = unpacked > ratioAfterBytes && unpacked > ratio * packed;
  if (unpacked <= bytes && !tooDense) return;
  const limit = tooDense ? `${ratio} times its packed size` : `${bytes} bytes`;
  throw new RagError('FILE_INVALID', `${file.name} unpacks to more than ${limit}`, {
    hint: 'unpack it yourself if you trust it, and name the unpacked file',
    details: { file: file.name, packed, unpacked },
  });
}
