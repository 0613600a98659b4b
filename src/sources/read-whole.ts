import { RagError } from '../core/errors.ts';
import { readBytes } from './read-bytes.ts';
import type { SourceFile } from './source-file.ts';

/** A file is read whole where its format asks for it; beyond this it is no document any more, and JavaScript text ends near 512 MiB. */
const LARGEST_BYTES = 256 * 2 ** 20;

/**
 * All bytes of a file, unpacked.
 *
 * @throws RagError FILE_NOT_FOUND, FILE_INVALID (damaged, or more than 256 MiB)
 */
export async function readWhole(file: SourceFile, signal: AbortSignal): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of readBytes(file, signal)) {
    bytes += part.length;
    if (bytes > LARGEST_BYTES) throw tooLarge(file);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function tooLarge({ name, format }: SourceFile): RagError {
  return new RagError('FILE_INVALID', `${name} has more than ${LARGEST_BYTES} bytes, too many for a .${format} file`, {
    hint: 'cut it, or write one object per line and name it .jsonl',
    details: { file: name },
  });
}
