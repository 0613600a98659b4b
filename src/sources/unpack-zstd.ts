import type { CheckUnpacked } from './read-bytes.ts';

/**
 * Zstandard frames, unpacked part by part; memory: the frame's window, and what one part of the input gives.
 *
 * Node 20 has no zstd of its own.
 *
 * @throws Error when the bytes are damaged or cut, and whatever `check` throws, which is asked before more is unpacked
 */
export async function* unpackZstd(bytes: AsyncIterable<Buffer>, check: CheckUnpacked): AsyncGenerator<Buffer> {
  const { Decompress } = await import('fzstd');
  let packed = 0;
  let unpacked = 0;
  let ready: Buffer[] = [];
  const unpacking = new Decompress((part) => {
    unpacked += part.length;
    check(packed, unpacked);
    ready.push(Buffer.from(part));
  });
  for await (const part of bytes) {
    if (packed === 0) checkWindow(part);
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

/** What the reference program takes without being told to: `zstd --long=27`. */
const LARGEST_WINDOW_BYTES = 2 ** 27;

/** RFC 8878, 3.1.1.1: the header of a frame declares the memory that unpacking it takes. */
function checkWindow(frame: Buffer): void {
  if (frame.length < 6) return;
  const isSingleSegment = (frame.readUInt8(4) & 0x20) !== 0;
  const descriptor = frame.readUInt8(5);
  const base = 2 ** (10 + (descriptor >> 3));
  const window = isSingleSegment ? 0 : base + (base / 8) * (descriptor & 7);
  if (window > LARGEST_WINDOW_BYTES) {
    throw new RangeError(`it declares a window of ${window} bytes, more than ${LARGEST_WINDOW_BYTES}`);
  }
}
