/** The shortest text that reads back as the same float, as Python's `repr`: `1.0`, `0.1`, `1e-05`, `1e+16`, `inf`, `nan`. */
export function pythonFloatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  return shortestText(value, { smallestExponent: -4, exponentDigits: 2 });
}

/** The same for orjson 3.13, which differs below 0.0001: `0.00001`, `1e-6`. NaN and infinities are `null`. */
export function orjsonFloatText(value: number): string {
  return Number.isFinite(value) ? shortestText(value, { smallestExponent: -5, exponentDigits: 1 }) : 'null';
}

interface FloatStyle {
  /** Below this power of ten an exponent is written. */
  readonly smallestExponent: number;
  readonly exponentDigits: number;
}

function shortestText(value: number, { smallestExponent, exponentDigits }: FloatStyle): string {
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const [mantissa = '', exponentText = ''] = Math.abs(value).toExponential().split('e');
  const digits = mantissa.replace('.', '');
  const exponent = Number(exponentText);
  if (exponent >= smallestExponent && exponent < 16) return sign + withPoint(digits, exponent + 1);
  const point = digits.length > 1 ? '.' : '';
  const exponentSign = exponent < 0 ? '-' : '+';
  const power = String(Math.abs(exponent)).padStart(exponentDigits, '0');
  return `${sign}${digits.slice(0, 1)}${point}${digits.slice(1)}e${exponentSign}${power}`;
}

function withPoint(digits: string, integerDigits: number): string {
  if (integerDigits <= 0) return `0.${'0'.repeat(-integerDigits)}${digits}`;
  return `${digits.slice(0, integerDigits).padEnd(integerDigits, '0')}.${digits.slice(integerDigits) || '0'}`;
}
