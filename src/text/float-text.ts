/** Numbers in JSON text ⇄ 32-bit floats, several times faster than by way of `JSON` and exactly as it would have it. */

/**
 * Reads the numbers of a JSON array, whose `[` stands just before `start`, into `values`; what comes back is the position
 * after its `]`, or -1 when it does not hold exactly `values.length` JSON numbers.
 *
 * Each number is the 32-bit float nearest to the 64-bit one that `JSON.parse` gives.
 */
export function readFloats(bytes: Buffer, start: number, values: Float32Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let position = start;
  for (let index = 0; index < values.length; index += 1) {
    const end = readFraction(view, position, values, index);
    position = end === -1 ? readAnyNumber(bytes, position, values, index) : end;
    if (position === -1) return -1;
    const isLast = index === values.length - 1;
    if (bytes[position] !== (isLast ? CLOSING_BRACKET : COMMA)) return -1;
    position += 1;
  }
  return position;
}

/** How many numbers the array has whose `[` stands just before `start`, if it is one of numbers. */
export function countFloats(bytes: Buffer, start: number): number {
  const end = bytes.indexOf(CLOSING_BRACKET, start);
  let commas = 0;
  for (let position = start; position < end; position += 1) if (bytes[position] === COMMA) commas += 1;
  return commas === 0 && bytes.toString('latin1', start, Math.max(start, end)).trim() === '' ? 0 : commas + 1;
}

const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const CLOSING_BRACKET = 0x5d;

/** Powers of ten that a 64-bit float holds exactly. */
const POWERS = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/**
 * The common case, `-0.0123…`: the position after it, or -1 for everything else.
 *
 * Four digits are read in one go, and a sign is calculated with rather than asked for: what a processor cannot foresee, as the sign
 * and the number of digits, costs it more than all the rest.
 */
function readFraction(view: DataView, start: number, values: Float32Array, index: number): number {
  if (start + MOST_READ > view.byteLength) return -1;
  const first = view.getUint8(start);
  const minus = first & 1; // The code of `-` is odd, that of `0` even.
  if (first !== ZERO - (ZERO - MINUS) * minus || view.getUint16(start + minus, true) !== ZERO_POINT) return -1;
  const firstDecimal = start + minus + 2;
  let position = firstDecimal;
  let digits = 0;
  let word = view.getInt32(position, true);
  let others = otherBytes(word);
  while (others === 0 && position < firstDecimal + MOST_DIGITS - 4) {
    digits = digits * 10_000 + fourDigits(word);
    position += 4;
    word = view.getInt32(position, true);
    others = otherBytes(word);
  }
  const sign = 1 - 2 * minus;
  if (others === 0) return readLong(view, position, digits * 10_000 + fourDigits(word), sign, values, index);
  const count = bytesBefore(others);
  position += count;
  digits = digits * (POWERS[count] ?? 0) + fourDigits((word << (28 - 8 * count)) << 4);
  values[index] = (sign * digits) / (POWERS[position - firstDecimal] ?? 0);
  return position === firstDecimal ? -1 : position;
}

/** `-0.` and the decimals that are looked at in any case. */
const MOST_READ = 15;
const MOST_DIGITS = 12;
/** `0.`, the lower byte first. */
const ZERO_POINT = 0x2e30;

/**
 * A fraction of more decimals: its first twelve bound it from below and above. Where both bounds are nearest to the same float, so is
 * the number; where not, which is never when the text was made from 32-bit floats, all its digits are read.
 */
function readLong(view: DataView, last: number, digits: number, sign: number, values: Float32Array, index: number) {
  let position = last + 4;
  while (position < view.byteLength && isDigit(view.getUint8(position))) position += 1;
  if (Math.fround(digits / 1e12) !== Math.fround((digits + 1) / 1e12)) return -1;
  values[index] = (sign * digits) / 1e12;
  return position;
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}

/** Not zero when one of four bytes is no digit; the lowest bit set is in the first of these. */
function otherBytes(word: number): number {
  return ((word & 0xf0f0f0f0) ^ 0x30303030) | (((word + 0x06060606) & 0xf0f0f0f0) ^ 0x30303030);
}

/** How many bytes are before the lowest bit set. */
function bytesBefore(bits: number): number {
  return (31 - Math.clz32(bits & -bits)) >> 3;
}

/** The number that four digits stand for, the first of them in the lowest byte; a byte of zero counts as the digit. */
function fourDigits(word: number): number {
  const ones = word & 0x0f0f0f0f;
  const tens = (Math.imul(ones, 10) + (ones >>> 8)) & 0x00ff00ff;
  return (Math.imul(tens, 100) + (tens >>> 16)) & 0xffff;
}

/** Exponents, whole numbers, white space. */
function readAnyNumber(bytes: Buffer, start: number, values: Float32Array, index: number): number {
  let position = start;
  while (position < bytes.length && bytes[position] !== COMMA && bytes[position] !== CLOSING_BRACKET) position += 1;
  const text = bytes.toString('latin1', start, position).trim();
  if (!JSON_NUMBER.test(text)) return -1;
  values[index] = Number(text);
  return position;
}

const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** The most bytes `writeFloats` needs for one number, its comma included: `-123456789000000000000,`. */
export const MOST_BYTES_PER_FLOAT = 24;

/**
 * Writes the numbers, with commas between them, from `start` on, and gives back the position after the last. Nine digits, which
 * bring back every 32-bit float. The numbers must be finite.
 */
export function writeFloats(values: Float32Array, bytes: Buffer, start: number): number {
  let position = start;
  for (let index = 0; index < values.length; index += 1) {
    if (index > 0) bytes[position++] = COMMA;
    const value = values[index] ?? 0;
    const size = Math.abs(value);
    if (size >= 1e-5 && size < 1) {
      if (value < 0) bytes[position++] = MINUS;
      position = writeFraction(size, bytes, position);
    } else {
      position += bytes.write(String(Number(value.toPrecision(9))), position, 'latin1');
    }
  }
  return position;
}

/**
 * `0.0123456789` for 32-bit floats from 0.00001 up to 1. None of them is so close below 1, 0.1, … that nine digits would round it
 * up to a tenth digit, and half a unit in the ninth is far less than the gap between two floats.
 */
function writeFraction(size: number, bytes: Buffer, start: number): number {
  const decimals = size >= 0.1 ? 9 : size >= 0.01 ? 10 : size >= 0.001 ? 11 : size >= 0.0001 ? 12 : 13;
  const digits = (size * (POWERS[decimals] ?? 0) + 0.5) | 0;
  let position = start;
  bytes[position++] = ZERO;
  bytes[position++] = POINT;
  for (let zeros = decimals - 9; zeros > 0; zeros -= 1) bytes[position++] = ZERO;
  const thousands = (digits / 1000) | 0;
  const millions = (thousands / 1000) | 0;
  writeThree(millions, bytes, position);
  writeThree(thousands - Math.imul(millions, 1000), bytes, position + 3);
  writeThree(digits - Math.imul(thousands, 1000), bytes, position + 6);
  return position + 9;
}

function writeThree(number: number, bytes: Buffer, position: number): void {
  const at = Math.imul(number, 3);
  bytes[position] = THREE_DIGITS[at] ?? 0;
  bytes[position + 1] = THREE_DIGITS[at + 1] ?? 0;
  bytes[position + 2] = THREE_DIGITS[at + 2] ?? 0;
}

/** `000001002…999` */
const THREE_DIGITS = Buffer.from(
  Array.from({ length: 1000 }, (_, number) => String(number).padStart(3, '0')).join(''),
  'latin1',
);
