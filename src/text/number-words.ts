const SMALL =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');

const VALUES: ReadonlyMap<string, number> = new Map([
  ...SMALL.map((word, value): [string, number] => [word, value]),
  ...TENS.map((word, index): [string, number] => [word, 20 + 10 * index]),
]);

/** The same tokens with English number words from zero to ninety-nine as digits: `twenty one` becomes `21`. */
export function numbersAsDigits(tokens: readonly string[]): readonly string[] {
  const written: string[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index] ?? '';
    const value = VALUES.get(token);
    const unit = VALUES.get(tokens[index + 1] ?? '') ?? 0;
    if (value === undefined) written.push(token);
    else if (value < 20 || unit < 1 || unit > 9) written.push(String(value));
    else {
      written.push(String(value + unit));
      index += 1;
    }
  }
  return written;
}
