/** Numbers in JSON text ⇄ 32-bit floats, several times faster than by way of `JSON` and exactly as it would have it. */

/**
 * Reads the numbers of a JSON array, whose `[` stands just before `start`, into `values`; what comes back is the position
 * after its `]`, or -1 when it does not hold exactly `values.length` JSON numbers.
 *
 * Each number is the 32-bit float nearest to the 64-bit one that `JSON.parse` gives.
 */
export function readFloats(bytes: Buffer, start: number, values: Float32Array): number {
  let position = start;
  for (let index = 0; index < values.length; index += 1) {
    const end = readFraction(bytes, position, values, index);
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
 * Nine digits bound the number from below and above. Where both bounds are nearest to the same float, so is the number; where
 * not, which is one time in some ten, or never when the text was made from 32-bit floats, all its digits are read.
 */
function readFraction(bytes: Buffer, start: number, values: Float32Array, index: number): number {
  const isNegative = bytes[start] === MINUS;
  let position = isNegative ? start + 1 : start;
  if (bytes[position] !== ZERO || bytes[position + 1] !== POINT) return -1;
  position += 2;
  const firstDecimal = position;
  let code = bytes[position] ?? 0;
  while (code === ZERO) code = bytes[++position] ?? 0;
  let digits = 0;
  for (const most = position + 9; position < most && code >= ZERO && code <= NINE; code = bytes[++position] ?? 0) {
    digits = (Math.imul(digits, 10) + code - ZERO) | 0;
  }
  const power = POWERS[position - firstDecimal];
  const isCut = code >= ZERO && code <= NINE;
  while (code >= ZERO && code <= NINE) code = bytes[++position] ?? 0;
  if ((code !== COMMA && code !== CLOSING_BRACKET) || position === firstDecimal || power === undefined) return -1;
  let value = digits / power;
  if (isCut && Math.fround(value) !== Math.fround((digits + 1) / power)) {
    value = Number(bytes.toString('latin1', isNegative ? start + 1 : start, position));
  }
  values[index] = isNegative ? -value : value;
  return position;
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
