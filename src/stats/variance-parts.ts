export interface VarianceParts {
  /** Mean variance of one question's scores over its samples. */
  readonly sampling: number;
  /** Variance of the questions' true means: that of the observed means, less what sampling adds to it; never below 0. */
  readonly questions: number;
  /** Of the mean over all questions, with both parts. */
  readonly standardError: number;
}

/**
 * Where the spread of repeated scores comes from. One list of scores per question, all of the same length; unbiased variances, so
 * a single question has no variance between questions and a single sample none within.
 *
 * One-way analysis of variance with random effects: S. R. Searle, G. Casella and C. E. McCulloch, "Variance Components", 1992,
 * chapter 3.
 *
 * @throws RangeError without questions, or when they have different numbers of samples or none
 */
export function varianceParts(scores: readonly (readonly number[])[]): VarianceParts {
  const samples = scores[0]?.length ?? 0;
  if (samples === 0 || scores.some(({ length }) => length !== samples)) {
    throw new RangeError('every question needs the same number of samples, and at least one');
  }
  const sampling = mean(scores.map(variance));
  const ofMeans = variance(scores.map(mean));
  return {
    sampling,
    questions: Math.max(0, ofMeans - sampling / samples),
    standardError: Math.sqrt(ofMeans / scores.length),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function variance(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
}
