import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { windowCheck } from '../../src/sources/zstd-windows.ts';
import { zstdBomb, zstdFrame, zstdFrameWithWindow } from './zstd-frame.ts';

function packed(level: string): Buffer {
  return readFileSync(fileURLToPath(new URL(`../fixtures/zstd/rivers-${level}.zst`, import.meta.url)));
}

/** A frame of another program's own bytes, which unpacking passes over. */
function skippable(data: string): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt32LE(0x184d2a53);
  header.writeUInt32LE(data.length, 4);
  return Buffer.concat([header, Buffer.from(data)]);
}

/** A frame that says it unpacks to so many bytes, all of which are its window. */
function singleSegment(bytes: number): Buffer {
  const frame = Buffer.from(`28b52ffde0${'00'.repeat(8)}010000`, 'hex');
  frame.writeUInt32LE(bytes % 2 ** 32, 5);
  frame.writeUInt32LE(Math.floor(bytes / 2 ** 32), 9);
  return frame;
}

const HONEST = [
  packed('fast'),
  packed('best'),
  zstdFrame('a'),
  zstdFrame(''),
  zstdBomb(3),
  skippable('note'),
  skippable(''),
  singleSegment(0),
];

describe('windowCheck', () => {
  it('finds the frame that asks for too much, behind any others and in pieces of any size', () => {
    const frames = fc.array(fc.constantFrom(...HONEST), { maxLength: 4 });
    fc.assert(
      fc.property(frames, fc.integer({ min: 1, max: 5000 }), (before, size) => {
        const show = (bytes: Buffer) => {
          const check = windowCheck();
          for (let start = 0; start < bytes.length; start += size) check(bytes.subarray(start, start + size));
        };

        expect(() => show(Buffer.concat(before))).not.toThrow();
        expect(() => show(Buffer.concat([...before, zstdFrameWithWindow(28)]))).toThrow(
          'it declares a window of 268435456 bytes, more than 134217728',
        );
        expect(() => show(Buffer.concat([...before, singleSegment(2 ** 33)]))).toThrow(
          'it declares a window of 8589934592 bytes, more than 134217728',
        );
      }),
      { numRuns: 200 },
    );
  });
});
