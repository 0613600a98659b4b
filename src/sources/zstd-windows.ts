/** What the reference program takes without being told to: `zstd --long=27`. */
const LARGEST_WINDOW_BYTES = 2 ** 27;

const SKIPPABLE_MAGIC = 0x184d2a5;
const FRAME_START_BYTES = 8;
const BLOCK_HEADER_BYTES = 3;

/**
 * A function that is shown all bytes of a zstd file, piece by piece, before they are unpacked: it walks from frame to frame and
 * refuses one whose header asks for more than 128 MiB of memory.
 *
 * RFC 8878, 3.1: frames, blocks, window descriptor.
 *
 * @throws RangeError by that function
 */
export function windowCheck(): (piece: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  let skip = 0;
  let frame: FrameHeader | null = null;
  return (piece) => {
    const bytes = Buffer.concat([rest, piece]);
    let position = 0;
    while (true) {
      const step = Math.min(skip, bytes.length - position);
      position += step;
      skip -= step;
      const needed = frame === null ? FRAME_START_BYTES : BLOCK_HEADER_BYTES;
      if (skip > 0 || bytes.length - position < needed) break;
      if (frame === null) {
        const header = readFrame(bytes.subarray(position));
        if (header === null) break;
        skip = header.bytes;
        if (header.hasBlocks) frame = header;
      } else {
        const block = bytes.readUIntLE(position, BLOCK_HEADER_BYTES);
        const isRepeated = ((block >> 1) & 3) === 1;
        skip = BLOCK_HEADER_BYTES + (isRepeated ? 1 : block >> 3);
        if ((block & 1) === 1) {
          skip += frame.checksumBytes;
          frame = null;
        }
      }
    }
    rest = bytes.subarray(position);
  };
}

interface FrameHeader {
  readonly bytes: number;
  readonly checksumBytes: number;
  /** False for a frame that holds something else than packed bytes. */
  readonly hasBlocks: boolean;
}

/** Null when its header is not there as a whole yet. */
function readFrame(start: Buffer): FrameHeader | null {
  if (start.readUInt32LE() >>> 4 === SKIPPABLE_MAGIC) {
    return { bytes: FRAME_START_BYTES + start.readUInt32LE(4), checksumBytes: 0, hasBlocks: false };
  }
  const flags = start.readUInt8(4);
  const isSingleSegment = (flags & 0x20) !== 0;
  const sizeAt = 5 + (isSingleSegment ? 0 : 1) + ([0, 1, 2, 4][flags & 3] ?? 0);
  const sizeBytes = [isSingleSegment ? 1 : 0, 2, 4, 8][flags >> 6] ?? 0;
  if (start.length < sizeAt + sizeBytes) return null;
  // All of a single segment is its window; sizes of one or two bytes are small.
  const size =
    sizeBytes < 4 ? 0 : start.readUInt32LE(sizeAt) + (sizeBytes === 8 ? start.readUInt32LE(sizeAt + 4) * 2 ** 32 : 0);
  checkWindow(isSingleSegment ? size : windowOf(start.readUInt8(5)));
  return { bytes: sizeAt + sizeBytes, checksumBytes: (flags & 4) === 0 ? 0 : 4, hasBlocks: true };
}

function windowOf(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}

function checkWindow(bytes: number): void {
  if (bytes <= LARGEST_WINDOW_BYTES) return;
  throw new RangeError(`it declares a window of ${bytes} bytes, more than ${LARGEST_WINDOW_BYTES}`);
}
