/**
 * Python's `round(value, digits)`: the float nearest to the decimal rounded from the exact binary value, ties to even.
 *
 * 6.25 gives 6.2 and 2.675, whose binary value lies below, gives 2.67. Digits may be negative; NaN and infinities come back.
 */
export function pythonRound(value: number, digits: number): number {
  if (!Number.isFinite(value)) return value;
  return Number(`${signOf(value)}${scaledInteger(value, digits)}e${-digits}`);
}

/** Python's `f'{value:.{digits}f}'`, which JavaScript's `toFixed` is but for ties. Digits are not negative. */
export function formatFixed(value: number, digits: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : `${signOf(value)}inf`;
  const scaled = String(scaledInteger(value, digits)).padStart(digits + 1, '0');
  const point = scaled.length - digits;
  return signOf(value) + scaled.slice(0, point) + (digits > 0 ? `.${scaled.slice(point)}` : '');
}

function signOf(value: number): '-' | '' {
  return value < 0 || Object.is(value, -0) ? '-' : '';
}

/** The absolute value times 10^digits, rounded half to even; exact, because a float is an integer over a power of two. */
function scaledInteger(value: number, digits: number): bigint {
  const [mantissa, exponent] = exactParts(Math.abs(value));
  const numerator = mantissa * power(2n, exponent) * power(10n, digits);
  const denominator = power(2n, -exponent) * power(10n, -digits);
  const quotient = numerator / denominator;
  const doubledRest = 2n * (numerator % denominator);
  const isUp = doubledRest > denominator || (doubledRest === denominator && quotient % 2n === 1n);
  return isUp ? quotient + 1n : quotient;
}

/** One for a negative exponent, so that it only counts on one side of the fraction. */
function power(base: bigint, exponent: number): bigint {
  return exponent > 0 ? base ** BigInt(exponent) : 1n;
}

/** Mantissa and exponent of two, whose product is the value. */
function exactParts(value: number): readonly [bigint, number] {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  const raw = bits.getBigUint64(0);
  const exponent = Number(raw >> 52n);
  const fraction = raw & 0xf_ffff_ffff_ffffn;
  return exponent === 0 ? [fraction, -1074] : [fraction | 0x10_0000_0000_0000n, exponent - 1075];
}
