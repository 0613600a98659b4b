import type { Report } from '../core/events.ts';
import { type Prices, priceOf } from '../core/prices.ts';
import type { Runtime } from '../core/run.ts';

/** Warns when repeating a question cannot show how answers vary. */
export function warnOfEqualSamples({ languageModel: { defaults } }: Runtime, report: Report): void {
  if (defaults.temperature !== undefined && defaults.temperature > 0) return;
  const found = defaults.temperature === undefined ? 'no temperature is set' : 'the temperature is 0';
  report({
    type: 'notice',
    code: 'SAMPLES_EQUAL',
    message: `${found}, so a question's samples may all be the same: --temperature 0.7 lets them differ`,
  });
}

/** Warns when there is a table of prices, and the model that is about to be used is not in it. */
export function warnOfMissingPrices({ languageModel: { model } }: Runtime, prices: Prices, report: Report): void {
  const known = Object.keys(prices);
  if (known.length === 0 || priceOf(model, prices) !== null) return;
  const message = `there is no price for ${model}, only for ${known.join(', ')}: costs are not known`;
  report({ type: 'notice', code: 'PRICE_UNKNOWN', message });
}
