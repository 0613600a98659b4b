/**
 * A Python float that JavaScript would confuse with an int: `1.0`, `0.0`, `1e+16`.
 *
 * Python prints `1.0` where JavaScript prints `1`, and prompts and saved programs must keep the difference. Floats with a
 * fractional part stay plain numbers; only integral ones are wrapped. A class so that it can never be mistaken for a
 * record that came out of a JSON file.
 */
export class PythonFloat {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }

  toJSON(): number {
    return this.value;
  }
}
