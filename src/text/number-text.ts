/** `41.67 %` */
export function percentText(value: number): string {
  return `${value.toFixed(2)} %`;
}

/** `+35.00`, `−1.67`, `0.00` */
export function pointsText(value: number): string {
  const digits = Math.abs(value).toFixed(2);
  if (Number(digits) === 0) return digits;
  return `${value < 0 ? '−' : '+'}${digits}`;
}

/** `p = 0.0313`, `p < 0.0001` */
export function probabilityText(probability: number): string {
  return probability < 0.0001 ? 'p < 0.0001' : `p = ${probability.toFixed(4)}`;
}

/** `95 % interval 30.1 to 54.3`, each bound as `text` writes it. */
export function intervalText(
  { low, high, confidence }: { readonly low: number; readonly high: number; readonly confidence: number },
  text: (bound: number) => string,
): string {
  return `${Math.round(100 * confidence)} % interval ${text(low)} to ${text(high)}`;
}

/** `85.2 ms`, `1.24 s`, `75 s` */
export function millisecondsText(milliseconds: number): string {
  if (milliseconds < 1000) return `${Number(milliseconds.toPrecision(3))} ms`;
  return `${Number((milliseconds / 1000).toPrecision(3))} s`;
}

/** `0.0123`, in the currency of whoever reads it. */
export function costText(cost: number): string {
  return String(Number(cost.toPrecision(3)));
}

/** `12 345`, rounded to whole numbers, with narrow spaces that do not break. */
export function countText(count: number): string {
  return String(Math.round(count)).replaceAll(/\B(?=(\d{3})+$)/g, '\u202f');
}
