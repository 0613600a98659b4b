import type { Finding, LintRule } from './lint-program.ts';
import type { SavedText } from './saved-texts.ts';

/** Addresses of servers: whoever loads the file with an older DSPy sends its questions there. And private ones anywhere. */
export const endpoints: LintRule = ({ texts }) => texts.flatMap((saved) => endpointIn(saved) ?? []);

const ADDRESS_NAME = /^(?:api_base|base_url|api_url|azure_endpoint|endpoint|host|hostname|proxy|proxies|url)$/i;
const HOST = /\bhttps?:\/\/(?:[^\s/@]+@)?(\[[0-9a-f:]+\]|[^\s/:?#"'<>)]+)/gi;
const PRIVATE_HOST =
  /^(?:localhost|127\.[\d.]+|0\.0\.0\.0|10\.[\d.]+|192\.168\.[\d.]+|172\.(?:1[6-9]|2\d|3[01])\.[\d.]+|\[::1\]|[^.]+|.*\.(?:local|lan|internal|intranet|corp))$/i;

function endpointIn({ place, key, text, isShown }: SavedText): Finding | null {
  if (!isShown && text !== '' && (ADDRESS_NAME.test(key) || place.split('.').includes('model_list'))) {
    return { code: 'ENDPOINT_FOUND', severity: 'error', place, message: 'holds the address of a server' };
  }
  const host = Array.from(text.matchAll(HOST), ([, found = '']) => found).find((found) => PRIVATE_HOST.test(found));
  if (host === undefined) return null;
  return { code: 'ENDPOINT_FOUND', severity: 'warning', place, message: `names the private address ${host}` };
}
