/** Runs of letters, numbers and marks, or one other visible character. */
const TOKEN = /[\p{L}\p{N}\p{M}]+|[^\p{Z}\p{C}]/gu;

/**
 * The tokens in which an answer is looked for in a passage: decomposed (NFD) and lower case, in text order.
 *
 * DSPy 3.0.4, dspy/dsp/utils/dpr.py, DPR_normalize. Invisible characters (zero width, soft hyphen, controls) part tokens and vanish.
 */
export function dprTokens(text: string): string[] {
  return (text.normalize('NFD').match(TOKEN) ?? []).map((token) => token.toLowerCase());
}
