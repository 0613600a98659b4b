import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countFloats, MOST_BYTES_PER_FLOAT, readFloats, writeFloats } from '../../src/text/float-text.ts';

/** Any 32 bits that are a finite number. */
const float = fc
  .integer({ min: 0, max: 0xffffffff })
  .map((bits) => new Float32Array(Uint32Array.of(bits).buffer)[0] ?? 0)
  .filter(Number.isFinite);
/** What vectors are made of. */
const component = fc.double({ min: -1, max: 1, noNaN: true }).map(Math.fround);

function read(text: string, length: number): { values: number[]; end: number } {
  const values = new Float32Array(length);
  const end = readFloats(Buffer.from(text), 1, values);
  return { values: [...values], end };
}

function write(values: Float32Array): string {
  const bytes = Buffer.alloc(values.length * MOST_BYTES_PER_FLOAT + 2, '.');
  return bytes.toString('latin1', 1, writeFloats(values, bytes, 1));
}

/** As `JSON.parse` and an array of 32-bit floats have it. */
function expected(text: string): number[] {
  return [...Float32Array.from(JSON.parse(text))];
}

describe('readFloats', () => {
  it.each([
    '[0.1,-0.25,0.0,-0.0]',
    '[0.012345678901234567, -0.9999999999999999]',
    '[1, -2, 30, 1e-3, 1E+2, -1.5e-45, 12345678.9]',
    '[ 0.5 ,\n\t-0.5\r]',
    '[0.00000000000000000000001,0.000000000000000000000000000000000012345]',
    '[0.100000001490116119384765625,0.1000000014901161193847656251,0.10000000521540641]',
    '[0.09999999776482582,0.09999999776482581,0.099999997764825825]',
    '[1e400,-1e400,3.5e38]',
  ])('reads %s as JSON does', (text) => {
    const numbers = expected(text);

    expect(read(text, numbers.length)).toEqual({ values: numbers, end: text.length });
  });

  it.each([
    '[]',
    '[1]',
    '[1,2,3]',
    '[1,]',
    '[,1]',
    '[1,null]',
    '[1,"2"]',
    '[1,[2]]',
    '[1,2',
    '[01,2]',
    '[0.,1]',
    '[.5,1]',
    '[+1,2]',
    '[1,NaN]',
    '[0x1,2]',
    '[1 2,3]',
  ])('refuses %s where two numbers are expected', (text) => {
    expect(read(text, 2).end).toBe(-1);
  });

  it('reads any number as JSON does, in whatever digits it is written', () => {
    const double = fc.double({ noNaN: true, noDefaultInfinity: true });
    const written = fc.oneof(
      double.map((value) => JSON.stringify(value)),
      component.map((value) => JSON.stringify(value)),
      fc
        .tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.integer({ min: 1, max: 30 }))
        .map(([value, digits]) => value.toFixed(digits)),
    );

    fc.assert(
      fc.property(fc.array(written, { minLength: 1, maxLength: 20 }), (texts) => {
        const text = `[${texts.join(',')}]`;

        expect(read(text, texts.length)).toEqual({ values: expected(text), end: text.length });
      }),
      { numRuns: 2000 },
    );
  });

  it('rounds like JSON right beside the middle between two floats', () => {
    fc.assert(
      fc.property(
        component.filter((value) => value !== 0),
        fc.integer({ min: -3, max: 3 }),
        (value, step) => {
          const next =
            new Float32Array(Uint32Array.of((new Uint32Array(Float32Array.of(value).buffer)[0] ?? 0) + 1).buffer)[0] ??
            0;
          const middle = (value + next) / 2;
          const text = `[${(middle + step * 2 ** -60).toFixed(25)}]`;

          expect(read(text, 1).values).toEqual(expected(text));
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('countFloats', () => {
  it.each([
    ['[]', 0],
    ['[ ]', 0],
    ['[1]', 1],
    ['[1, 2,3]', 3],
  ])('of %s', (text, count) => {
    expect(countFloats(Buffer.from(text), 1)).toBe(count);
  });
});

describe('writeFloats', () => {
  it('writes nine digits', () => {
    const values = Float32Array.of(0.1, -0.25, 0, 1, -1, 0.012345679, 0.00012345, 1e-5, 123.456, 1e-45, 3.4028235e38);

    expect(write(values)).toBe(
      '0.100000001,-0.250000000,0,1,-1,0.0123456791,0.000123449994,0.00000999999975,123.456001,1.40129846e-45,3.40282347e+38',
    );
  });

  it('brings every float back, within the room it says it needs', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(float, component), { maxLength: 50 }), (numbers) => {
        const values = Float32Array.from(numbers);

        const text = write(values);

        expect(text.length).toBeLessThanOrEqual(values.length * MOST_BYTES_PER_FLOAT);
        // JSON has no negative zero that Number would not take for 0.
        expect(expected(`[${text}]`).map((value) => value + 0)).toEqual([...values].map((value) => value + 0));
      }),
      { numRuns: 3000 },
    );
  });

  it('brings back the floats on both sides of a power of ten', () => {
    for (const power of [1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1]) {
      const bits = new Uint32Array(Float32Array.of(power).buffer)[0] ?? 0;
      const around = new Float32Array(Uint32Array.from({ length: 41 }, (_, index) => bits - 20 + index).buffer);

      expect(expected(`[${write(around)}]`)).toEqual([...around]);
    }
  });
});
