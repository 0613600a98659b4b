import type { CheckUnpacked } from './read-bytes.ts';
import { windowCheck } from './zstd-windows.ts';

/**
 * Zstandard frames, unpacked part by part; memory: the frame's window, and what one part of the input gives.
 *
 * Node 20 has no zstd of its own. The checksum a frame may end with is passed over, as the library does.
 *
 * @throws Error when the bytes are damaged or cut, and whatever `check` throws, which is asked before more is unpacked
 */
export async function* unpackZstd(bytes: AsyncIterable<Buffer>, check: CheckUnpacked): AsyncGenerator<Buffer> {
  const { Decompress } = await import('fzstd');
  const checkWindows = windowCheck();
  let packed = 0;
  let unpacked = 0;
  let ready: Buffer[] = [];
  const unpacking = new Decompress((part) => {
    unpacked += part.length;
    check(packed, unpacked);
    ready.push(Buffer.from(part));
  });
  for await (const part of bytes) {
    checkWindows(part);
    // A block of four bytes may stand for 128 KiB: little goes in at a time, and what comes out is checked.
    for (let start = 0; start < part.length; start += STEP) {
      const piece = part.subarray(start, start + STEP);
      packed += piece.length;
      unpacking.push(piece);
      yield* ready;
      ready = [];
    }
  }
  unpacking.push(new Uint8Array(0), true);
  yield* ready;
}

const STEP = 4096;
