import type { Usage } from './language-model.ts';

/** What a model's tokens cost, per million, in a currency of the user's own. */
export interface Price {
  readonly prompt: number;
  readonly completion: number;
}

/** By the model's name, with or without its provider: `openai/gpt-4o-mini` or `gpt-4o-mini`. */
export type Prices = Readonly<Record<string, Price>>;

export interface PricedCall {
  readonly model: string;
  readonly usage: Usage;
}

/** What the calls cost together, each in the model it went to; null when the price of one of them is not known. */
export function costOf(calls: readonly PricedCall[], prices: Prices): number | null {
  let cost = 0;
  for (const { model, usage } of calls) {
    const price = priceOf(model, prices);
    if (price === null) return null;
    cost += (usage.promptTokens * price.prompt + usage.completionTokens * price.completion) / 1e6;
  }
  return cost;
}

/** Null when the table has no such model. */
export function priceOf(model: string, prices: Prices): Price | null {
  const name = [model, model.slice(model.indexOf('/') + 1)].find((known) => Object.hasOwn(prices, known));
  return name === undefined ? null : (prices[name] ?? null);
}
