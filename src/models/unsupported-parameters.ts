import type { Report } from '../core/events.ts';
import type { ChatParameters } from './chat-request.ts';
import type { Refusal } from './refusal.ts';

export interface UnsupportedParameters {
  /** The request without what the model has refused before. */
  strip(request: ChatParameters): ChatParameters;
  /** True when the refusal names a parameter of the request that was sent and can do without; it will, from then on. */
  learn(refusal: Refusal, sent: ChatParameters): boolean;
}

/** Newer OpenAI models refuse `max_tokens`, a temperature other than 1, `stop`: what one refused is not sent to it again. */
export function unsupportedParameters(report: Report): UnsupportedParameters {
  const replacements = new Map<string, string | null>();
  const replace = (name: string): string | null => {
    const replacement = replacements.get(name);
    return typeof replacement === 'string' ? replace(replacement) : replacement === null ? null : name;
  };

  return {
    strip: (request) => {
      if (replacements.size === 0) return request;
      return Object.fromEntries(
        Object.entries(request).flatMap(([name, value]) => {
          const sentAs = replace(name);
          return sentAs === null ? [] : [[sentAs, value]];
        }),
      );
    },
    learn: ({ status, code, param, text }, sent) => {
      const isKnown = status === 400 && (code === 'unsupported_parameter' || code === 'unsupported_value');
      if (!isKnown || param === null || !(param in sent) || ESSENTIAL.has(param)) return false;
      if (replacements.has(param)) return true; // Another request in flight was refused for the same reason.
      const replacement = RENAMED[param] ?? null;
      replacements.set(param, replacement);
      const what = replacement === null ? 'it is left out' : `${replacement} is sent in its place`;
      report({ type: 'notice', code: 'PARAMETER_UNSUPPORTED', message: `${param} is not supported, ${what}: ${text}` });
      return true;
    },
  };
}

const RENAMED: Readonly<Record<string, string>> = { max_tokens: 'max_completion_tokens' };
const ESSENTIAL: ReadonlySet<string> = new Set(['model']);
