/**
 * About how many tokens a text is to a language model: a quarter of its bytes in UTF-8, rounded up. Within a fifth or so for English
 * prose; for other text use it only to compare.
 */
export function estimatedTokens(text: string): number {
  return Math.ceil(new TextEncoder().encode(text).length / 4);
}
