const MAGIC = 0xfd2fb528;

/** A zstd frame of one uncompressed block (RFC 8878): real compression is tried on files that the zstd program wrote. */
export function zstdFrame(data: string | Uint8Array): Buffer {
  const bytes = Buffer.from(data);
  return Buffer.concat([frameHeader(), blockHeader({ size: bytes.length, type: 0, isLast: true }), bytes]);
}

/** A frame of a few bytes a block, each of which stands for 128 KiB of one letter. */
export function zstdBomb(blocks: number): Buffer {
  const size = 2 ** 17;
  const block = (isLast: boolean) => Buffer.concat([blockHeader({ size, type: 1, isLast }), Buffer.from('a')]);
  return Buffer.concat([frameHeader(), ...Array.from({ length: blocks }, (_, index) => block(index === blocks - 1))]);
}

/** A frame that asks for a window of 2^`exponent` bytes. */
export function zstdFrameWithWindow(exponent: number): Buffer {
  return Buffer.concat([frameHeader(exponent), blockHeader({ size: 1, type: 0, isLast: true }), Buffer.from('a')]);
}

/** No checksum, no dictionary, size unknown. */
function frameHeader(windowExponent = 17): Buffer {
  const header = Buffer.alloc(6);
  header.writeUInt32LE(MAGIC);
  header.writeUInt8((windowExponent - 10) << 3, 5);
  return header;
}

interface Block {
  readonly size: number;
  /** 0 is raw, 1 is one byte repeated. */
  readonly type: 0 | 1;
  readonly isLast: boolean;
}

function blockHeader({ size, type, isLast }: Block): Buffer {
  const header = Buffer.alloc(3);
  header.writeUIntLE((isLast ? 1 : 0) | (type << 1) | (size << 3), 0, 3);
  return header;
}
