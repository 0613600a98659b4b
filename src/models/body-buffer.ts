/** The bytes of a body while it is being received. */
export interface BodyBuffer {
  /** @returns how many there are by now */
  add(part: Buffer): number;
  /** All of them. */
  bytes(): Buffer;
}

/**
 * A buffer for a body of as many bytes as its server has announced. They are put in their place as they come: parts that are kept
 * until the end make twice the garbage, in large pieces, which set the collector going again and again.
 */
export function bodyOfLength(announced: number): BodyBuffer {
  const whole = Buffer.allocUnsafeSlow(announced);
  let length = 0;
  return {
    add: (part) => {
      part.copy(whole, length);
      length += part.byteLength;
      return length;
    },
    bytes: () => whole.subarray(0, length),
  };
}

/** A buffer for a body of unknown length. */
export function bodyOfParts(): BodyBuffer {
  const parts: Buffer[] = [];
  let length = 0;
  return {
    add: (part) => {
      parts.push(part);
      length += part.byteLength;
      return length;
    },
    bytes: () => Buffer.concat(parts, length),
  };
}
