export interface Interval {
  readonly low: number;
  readonly high: number;
  /** Share of such intervals that hold the true value: 0.95. */
  readonly confidence: number;
}

/** @throws RangeError unless 0 < confidence < 1 */
export function checkConfidence(confidence: number): void {
  if (!(confidence > 0 && confidence < 1)) throw new RangeError(`confidence ${confidence} is not between 0 and 1`);
}
