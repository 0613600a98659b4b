/**
 * MurmurHash3 of a text's UTF-8 bytes, 32 bits, as an unsigned number.
 *
 * Source: Austin Appleby, MurmurHash3_x86_32.
 */
export function murmur3(text: string, seed = 0): number {
  const bytes = Buffer.from(text, 'utf8');
  const blocks = bytes.length >>> 2;
  let hash = seed;
  for (let block = 0; block < blocks; block += 1) {
    hash ^= scramble(bytes.readInt32LE(block * 4));
    hash = (Math.imul(rotate(hash, 13), 5) + 0xe6546b64) | 0;
  }
  hash ^= scramble(tailOf(bytes, blocks * 4));
  return finish(hash ^ bytes.length);
}

function scramble(block: number): number {
  return Math.imul(rotate(Math.imul(block, 0xcc9e2d51), 15), 0x1b873593);
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

/** The last bytes, fewer than four, lowest first. */
function tailOf(bytes: Buffer, start: number): number {
  let tail = 0;
  for (let at = bytes.length - 1; at >= start; at -= 1) tail = (tail << 8) | (bytes[at] ?? 0);
  return tail;
}

function finish(hash: number): number {
  const once = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return (twice ^ (twice >>> 16)) >>> 0;
}
