import { z } from 'zod';

/** The headers of a reply; names are in lower case. */
export interface ReplyHeaders {
  get(name: string): string | null;
}

/** A server's "no", from an HTTP status or from an `error` in a reply with status 200. */
export interface Refusal {
  readonly status: number;
  /** The server's own words, one line, shortened, without the key; empty when it said nothing. */
  readonly text: string;
  readonly type: string | null;
  readonly code: string | null;
  /** The field of the request that was refused, where the server names it. */
  readonly param: string | null;
  readonly headers: ReplyHeaders;
}

const word = z.union([z.string(), z.number()]).nullish();
const described = z.looseObject({ message: z.string().nullish(), type: word, code: word, param: word });
const errorBody = z.union([
  z.looseObject({ error: z.union([z.string(), described]) }),
  z.looseObject({ object: z.literal('error') }).and(described),
  z.looseObject({ detail: z.unknown() }),
]);

/** True for few replies: every one is asked, and schemas are slow to say no. */
function hasError(reply: unknown): boolean {
  return typeof reply === 'object' && reply !== null && 'error' in reply;
}

const withError = z.looseObject({ error: z.union([z.string().min(1), described]) });

/**
 * What a refused request's body says. Known shapes: `{"error": {…}}` (OpenAI, llama.cpp, Ollama, vLLM), `{"error": "text"}` (LM
 * Studio, vLLM's 401), the fields at the top level with `"object": "error"` (older vLLM), `{"detail": …}` (FastAPI), plain text.
 */
export function readRefusal(status: number, body: string, headers: ReplyHeaders, apiKey: string | null): Refusal {
  const { text, type, code, param } = readErrorBody(body);
  return { status, text: oneLine(hideKey(text, apiKey)), type, code, param, headers };
}

/** The refusal inside a reply that came with status 200, or null. A number as its `code` counts as the status. */
export function refusalInside(reply: unknown, headers: ReplyHeaders, apiKey: string | null): Refusal | null {
  if (!hasError(reply) || !withError.safeParse(reply).success) return null;
  const refusal = readRefusal(200, JSON.stringify(reply), headers, apiKey);
  const status = Number(refusal.code);
  return Number.isInteger(status) && status >= 400 && status <= 599 ? { ...refusal, status } : refusal;
}

function readErrorBody(body: string): Pick<Refusal, 'text' | 'type' | 'code' | 'param'> {
  const nothing = { type: null, code: null, param: null };
  const parsed = errorBody.safeParse(parseJson(body));
  if (!parsed.success) return { ...nothing, text: looksLikeHtml(body) ? '' : body };
  const found = 'error' in parsed.data ? parsed.data.error : parsed.data;
  if (typeof found === 'string') return { ...nothing, text: found };
  const fields = described.safeParse(found);
  if (!fields.success || !('message' in fields.data)) {
    const detail = 'detail' in parsed.data ? parsed.data.detail : found;
    return { ...nothing, text: typeof detail === 'string' ? detail : JSON.stringify(detail) };
  }
  const { message, type, code, param } = fields.data;
  return { text: message ?? '', type: text(type), code: text(code), param: text(param) };
}

export function looksLikeHtml(body: string): boolean {
  return /^\s*</.test(body);
}

/** The parsed text, or undefined when it is not JSON. */
export function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined; // The caller has the text and says what is wrong with it.
  }
}

function text(value: string | number | null | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}

/** Some servers repeat the key they reject. */
function hideKey(message: string, apiKey: string | null): string {
  return apiKey === null ? message : message.replaceAll(apiKey, maskKey(apiKey));
}

/** Enough of a key to tell which one it is: its last four characters, none of a short one. */
export function maskKey(apiKey: string): string {
  return apiKey.length < 12 ? '…' : `…${apiKey.slice(-4)}`;
}

function oneLine(message: string): string {
  const flat = message.replace(/\s+/g, ' ').trim();
  return flat.length > 300 ? `${flat.slice(0, 300)}…` : flat;
}
