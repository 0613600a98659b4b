import OpenAI, { APIConnectionError, APIError, type APIPromise } from 'openai';
import { z } from 'zod';

import { interrupted, RagError } from '../core/errors.ts';
import type { Report } from '../core/events.ts';
import { boundedFetch } from './bounded-fetch.ts';
import { connectionError } from './connection-error.ts';
import { withDeadline } from './deadline.ts';
import { once } from './once.ts';
import { looksLikeHtml, parseJson, type Refusal, readRefusal, refusalInside } from './refusal.ts';
import { pathHint } from './request-refusals.ts';
import type { ServerContext } from './server-context.ts';
import type { Sleep } from './sleep.ts';

export interface OpenaiServerOptions {
  readonly context: ServerContext;
  /** For one request, from its start to the last byte of its reply. */
  readonly timeoutMs: number;
  /** How long to wait for a server that says it is loading its model. */
  readonly waitReadyMs: number;
  readonly concurrency: number;
  readonly maxReplyBytes: number;
  /** The value of a reply's JSON, or undefined when it is not JSON; plain `JSON.parse` when left out. */
  readonly parse?: (bytes: Buffer) => unknown;
  readonly sleep: Sleep;
  readonly report: Report;
}

type Reply =
  | { readonly type: 'reply'; readonly body: unknown }
  | { readonly type: 'refusal'; readonly refusal: Refusal };

export interface OpenaiServer {
  /**
   * The parsed reply to one request below the base URL, or the server's refusal. Waits for a model that is being loaded.
   *
   * @throws RagError the codes of the context, CONFIG_INVALID, INTERRUPTED
   */
  post(path: string, body: object, signal: AbortSignal): Promise<Reply>;
  /** The names of the models it has; empty when it does not tell. */
  modelNames(signal: AbortSignal): Promise<readonly string[]>;
}

/**
 * A server that speaks the OpenAI protocol, reached through the OpenAI client with every default of the client switched off:
 * nothing is read from the environment, logged or retried.
 */
export function openaiServer(options: OpenaiServerOptions): OpenaiServer {
  const { context, timeoutMs, waitReadyMs, parse = parseText, sleep, report } = options;
  const client = openaiClient(options);
  warnOfOpenKey(context, report);
  const announceLoading = once(() => {
    const message = `${context.address.url} is loading its model; waiting up to ${waitReadyMs / 1000} s`;
    report({ type: 'notice', code: 'MODEL_LOADING', message });
  });

  return {
    post: async (path, body, signal) => {
      const request = (deadline: AbortSignal) => client.post(path, { body, signal: deadline });
      const send = () => ask({ context, timeoutMs, parse, request }, signal);
      let reply = await send();
      for (let waited = 0; isLoading(reply); waited += POLL_MS) {
        if (waited >= waitReadyMs) throw neverReady(context, waitReadyMs);
        announceLoading();
        await sleep(POLL_MS, signal);
        reply = await send();
      }
      return reply;
    },
    modelNames: async (signal) => {
      const patience = Math.min(timeoutMs, LIST_TIMEOUT_MS);
      try {
        const request = (deadline: AbortSignal) => client.get('/models', { signal: deadline });
        return namesIn(await ask({ context, timeoutMs: patience, parse: parseText, request }, signal));
      } catch (error) {
        if (signal.aborted) throw error;
        return []; // The list only completes a message; what made us ask for it is reported in any case.
      }
    },
  };
}

const POLL_MS = 1000;
const LIST_TIMEOUT_MS = 5000;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

function openaiClient({ context, concurrency, maxReplyBytes }: OpenaiServerOptions): OpenAI {
  return new OpenAI({
    baseURL: context.address.url,
    apiKey: context.apiKey ?? NO_KEY,
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    maxRetries: 0,
    timeout: LONGEST_TIMER_MS,
    logLevel: 'off',
    // Said once more here because these win over OPENAI_CUSTOM_HEADERS, and the client's own do not.
    defaultHeaders: { Accept: 'application/json', Authorization: authorization(context) },
    fetch: boundedFetch({ context, connections: concurrency, maxReplyBytes }),
  });
}

function warnOfOpenKey({ apiKey, address }: ServerContext, report: Report): void {
  const hasSecret = apiKey !== null || address.credentials !== null;
  if (!hasSecret || address.isLoopback || !address.url.startsWith('http:')) return;
  const message = `the key for ${address.url} travels unencrypted: use https, or a tunnel`;
  report({ type: 'notice', code: 'KEY_IN_THE_OPEN', message });
}

/** The client insists on a key; a server that needs none ignores it. */
const NO_KEY = 'no-key';

function authorization({ apiKey, address: { credentials } }: ServerContext): string {
  if (apiKey !== null || credentials === null) return `Bearer ${apiKey ?? NO_KEY}`;
  return `Basic ${Buffer.from(credentials).toString('base64')}`;
}

interface Question {
  readonly context: ServerContext;
  readonly timeoutMs: number;
  readonly parse: (bytes: Buffer) => unknown;
  readonly request: (deadline: AbortSignal) => APIPromise<unknown>;
}

async function ask(question: Question, signal: AbortSignal): Promise<Reply> {
  const { context, timeoutMs, parse, request } = question;
  try {
    const outcome = await withDeadline(timeoutMs, signal, async (deadline) => {
      const response = await request(deadline).asResponse();
      return readReply(Buffer.from(await response.arrayBuffer()), response.headers, { context, parse });
    });
    if (outcome.type === 'done') return outcome.value;
  } catch (error) {
    if (signal.aborted) throw interrupted(signal);
    return readFailure(error, context);
  }
  throw timedOut(context, timeoutMs);
}

function readReply(bytes: Buffer, headers: Headers, { context, parse }: Pick<Question, 'context' | 'parse'>): Reply {
  const body = parse(bytes);
  if (body === undefined) throw notJson(bytes.toString('utf8'), headers, context);
  const refusal = refusalInside(body, headers, context.apiKey);
  return refusal === null ? { type: 'reply', body } : { type: 'refusal', refusal };
}

function parseText(bytes: Buffer): unknown {
  return parseJson(new TextDecoder().decode(bytes));
}

function notJson(text: string, headers: Headers, { address, codes }: ServerContext): RagError {
  const details = { url: address.url, contentType: headers.get('content-type'), start: text.slice(0, 200) };
  if (looksLikeHtml(text)) {
    return new RagError(codes.unreachable, `${address.url} answers with a web page instead of JSON`, {
      hint: `a proxy or another program may listen there; ${pathHint(address.url)}`,
      details,
    });
  }
  const what = text === '' ? 'an empty reply' : `a reply that is not whole JSON: ${JSON.stringify(text.slice(0, 60))}`;
  return new RagError(codes.failed, `${address.url} sent ${what}`, {
    hint: 'look at the log of the server: it may have crashed',
    retry: { afterMs: null },
    details,
  });
}

/** The client wraps what `fetch` threw in an error of its own, and keeps of a refusal what `boundedFetch` put into `error`. */
function readFailure(error: unknown, context: ServerContext): Reply {
  const original = error instanceof APIConnectionError ? error.cause : error;
  if (original instanceof RagError) throw original;
  if (!(original instanceof APIError) || original.status === undefined) throw connectionError(original, context);
  const body = typeof original.error === 'string' ? original.error : '';
  const headers = original.headers ?? new Headers();
  return { type: 'refusal', refusal: readRefusal(original.status, body, headers, context.apiKey) };
}

function isLoading(reply: Reply): boolean {
  return reply.type === 'refusal' && reply.refusal.status === 503 && /loading model/i.test(reply.refusal.text);
}

function neverReady({ address, codes }: ServerContext, waitReadyMs: number): RagError {
  return new RagError(codes.unreachable, `${address.url} is still loading its model after ${waitReadyMs / 1000} s`, {
    hint: 'look at the log of the server, or raise waitReadySeconds',
    details: { url: address.url },
  });
}

function timedOut({ address, codes, serves }: ServerContext, timeoutMs: number): RagError {
  return new RagError(codes.timeout, `${address.url} sent no ${serves} within ${timeoutMs / 1000} s`, {
    hint: 'the model may be slow or still loading: raise timeoutSeconds',
    retry: { afterMs: null },
    details: { url: address.url },
  });
}

const modelList = z.looseObject({ data: z.array(z.looseObject({ id: z.string() })).nullish() });

/** Ollama sends null instead of an empty list. */
function namesIn(reply: Reply): readonly string[] {
  const list = modelList.safeParse(reply.type === 'reply' ? reply.body : null);
  return list.success ? (list.data.data ?? []).map(({ id }) => id) : [];
}
