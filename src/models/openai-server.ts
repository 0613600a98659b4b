import { z } from 'zod';

import { interrupted, RagError } from '../core/errors.ts';
import type { Report } from '../core/events.ts';
import { checkKey } from '../network/check-key.ts';
import type { Sleep } from '../network/sleep.ts';
import { warnOfOpenKey } from '../network/warn-of-open-key.ts';
import { connectionError, orProxy } from './connection-error.ts';
import { type Cancellation, withDeadline } from './deadline.ts';
import { type HttpReply, httpExchange } from './exchange.ts';
import { once } from './once.ts';
import { openaiRequests } from './openai-requests.ts';
import { looksLikeHtml, parseJson, type Refusal, readRefusal, refusalInside } from './refusal.ts';
import { pathHint } from './request-refusals.ts';
import type { ServerContext } from './server-context.ts';

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
   * The parsed reply to one request with this JSON as its body, or the server's refusal. Waits for a model that is being loaded.
   *
   * @throws RagError the codes of the context, CONFIG_INVALID, INTERRUPTED
   */
  post(path: string, body: string | Buffer, signal: AbortSignal): Promise<Reply>;
  /** The names of the models it has; empty when it does not tell. */
  modelNames(signal: AbortSignal): Promise<readonly string[]>;
}

/** A server that speaks the OpenAI protocol. Nothing is read from the environment or retried, but for a reset socket. */
export function openaiServer(options: OpenaiServerOptions): OpenaiServer {
  const { context, concurrency, maxReplyBytes, timeoutMs, waitReadyMs, parse = parseText, sleep, report } = options;
  const exchange = httpExchange({ context, connections: concurrency, maxReplyBytes });
  const headOf = openaiRequests(context);
  if (context.apiKey !== null) checkKey(context.apiKey, context.address.url);
  if (context.apiKey !== null || context.address.credentials !== null) warnOfOpenKey(context.address.url, report);
  const announceLoading = once(() => {
    const message = `${context.address.url} is loading its model; waiting up to ${waitReadyMs / 1000} s`;
    report({ type: 'notice', code: 'MODEL_LOADING', message });
  });

  return {
    post: async (path, body, signal) => {
      const request = { head: await headOf('POST', path), body };
      const send = () => ask({ context, timeoutMs, parse, exchange: (end) => exchange(request, end) }, signal);
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
        const request = { head: await headOf('GET', '/models'), body: null };
        const question = { context, timeoutMs: patience, parse: parseText };
        return namesIn(await ask({ ...question, exchange: (end) => exchange(request, end) }, signal));
      } catch (error) {
        if (signal.aborted) throw error;
        return []; // The list only completes a message; what made us ask for it is reported in any case.
      }
    },
  };
}

const POLL_MS = 1000;
const LIST_TIMEOUT_MS = 5000;

interface Question {
  readonly context: ServerContext;
  readonly timeoutMs: number;
  readonly parse: (bytes: Buffer) => unknown;
  readonly exchange: (cancellation: Cancellation) => Promise<HttpReply>;
}

async function ask(question: Question, signal: AbortSignal): Promise<Reply> {
  const { context, timeoutMs, exchange } = question;
  const outcome = await withDeadline(timeoutMs, signal, exchange).catch((error: unknown) => {
    if (signal.aborted) throw interrupted(signal);
    throw error instanceof RagError ? error : connectionError(error, context);
  });
  if (outcome.type === 'expired') throw timedOut(context, timeoutMs);
  return readReply(outcome.value, question);
}

function readReply(reply: HttpReply, { context, parse }: Pick<Question, 'context' | 'parse'>): Reply {
  const { status, headers, body: bytes } = reply;
  if (status < 200 || status > 299) {
    return { type: 'refusal', refusal: readRefusal(status, bytes.toString('utf8'), headers, context.apiKey) };
  }
  const body = parse(bytes);
  if (body === undefined) throw notJson(reply, context);
  const refusal = refusalInside(body, headers, context.apiKey);
  return refusal === null ? { type: 'reply', body } : { type: 'refusal', refusal };
}

const UTF8 = new TextDecoder();

function parseText(bytes: Buffer): unknown {
  return parseJson(UTF8.decode(bytes));
}

function notJson({ headers, body }: HttpReply, context: ServerContext): RagError {
  const { address, codes } = context;
  const text = body.toString('utf8');
  const details = { url: address.url, contentType: headers.get('content-type'), start: text.slice(0, 200) };
  if (looksLikeHtml(text)) {
    return new RagError(codes.unreachable, `${address.url} answers with a web page instead of JSON`, {
      hint: `a proxy or another program may listen there; ${pathHint(address.url)}${orProxy(context)}`,
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
