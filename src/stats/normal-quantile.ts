/**
 * The z below which a standard normal variable falls with the given probability: 1.96 for 0.975. Exact to 1e-9.
 *
 * @throws RangeError unless the probability lies between 1e-6 and 1 - 1e-6
 */
export function normalQuantile(probability: number): number {
  if (!(probability >= 1e-6 && probability <= 1 - 1e-6)) {
    throw new RangeError(`no normal quantile for probability ${probability}`);
  }
  let [low, high] = [-5, 5];
  // Each round halves the interval; after 60 it is as narrow as floats allow.
  for (let round = 0; round < 60; round += 1) {
    const middle = (low + high) / 2;
    if (normalProbability(middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** G. Marsaglia, "Evaluating the Normal Distribution", Journal of Statistical Software 11(4), 2004: the Taylor series about 0. */
function normalProbability(z: number): number {
  let term = z;
  let sum = z;
  for (let odd = 3; sum + term !== sum; odd += 2) {
    term *= (z * z) / odd;
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
}
