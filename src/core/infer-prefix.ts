import { capitalize, isUpper } from '../python/letter-case.ts';

/**
 * The words of a field's name, as DSPy guesses a prefix from it: `search_query2` gives `Search Query 2`, `HTMLParser` gives
 * `HTML Parser`.
 *
 * Source: DSPy 3.0.4, dspy/signatures/signature.py, infer_prefix. The four rules see ASCII letters only, digits of any script.
 */
export function inferPrefix(name: string): string {
  return name
    .replaceAll(/(.)([A-Z][a-z]+)/gu, '$1_$2')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/([a-zA-Z])(\p{Nd})/gu, '$1_$2')
    .replaceAll(/(\p{Nd})([a-zA-Z])/gu, '$1_$2')
    .split('_')
    .map((word) => (isUpper(word) ? word : capitalize(word)))
    .join(' ');
}
