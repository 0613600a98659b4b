import { Agent, fetch, type Response as Reply, type RequestInit as UndiciRequest } from 'undici';

import { RagError } from '../core/errors.ts';
import { networkCodes } from './connection-error.ts';
import type { ServerContext } from './server-context.ts';

export interface BoundedFetchOptions {
  readonly context: ServerContext;
  /** Sockets at most; as many as there are requests in flight. */
  readonly connections: number;
  /** Counted after decompression. */
  readonly maxReplyBytes: number;
}

const HEADERS_SENT = ['accept', 'authorization', 'content-type'];

/**
 * A `fetch` for one server that reads the whole body before it returns, so that a deadline covers it, and never follows a redirect.
 *
 * Only the headers named above are sent: the OpenAI client adds some of its own, and those of OPENAI_CUSTOM_HEADERS.
 */
export function boundedFetch({ context, connections, maxReplyBytes }: BoundedFetchOptions) {
  const agent = new Agent({
    connections,
    keepAliveTimeout: 4000, // Shorter than any of the servers', which would else close a socket just as it is used.
    keepAliveMaxTimeout: 4000,
    headersTimeout: 0, // The deadline of the call is the only clock: models may think for minutes.
    bodyTimeout: 0,
  });

  return async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const url = input instanceof Request ? input.url : input;
    const reply = await fetchFresh(url, { ...requestOf(init), dispatcher: agent });
    refuseRedirect(reply, context);
    return wholeResponse(reply, await readBody(reply, maxReplyBytes, context));
  };
}

function requestOf({ method = 'GET', headers, body, signal }: RequestInit): UndiciRequest {
  const given = new Headers(headers);
  return {
    method,
    headers: HEADERS_SENT.flatMap((name): [string, string][] => {
      const value = given.get(name);
      return value === null ? [] : [[name, value]];
    }),
    body: typeof body === 'string' ? body : null,
    signal: signal ?? null,
    redirect: 'manual',
  };
}

/** A kept socket may be closed by the server in the moment it is used again; a fresh one tells whether the server is gone. */
async function fetchFresh(url: string | URL, request: UndiciRequest): Promise<Reply> {
  try {
    return await fetch(url, request);
  } catch (error) {
    if (!isReset(error) || request.signal?.aborted) throw error;
    return await fetch(url, request);
  }
}

/** Of a refusal the OpenAI client keeps only the field `error`; servers use other shapes too, so the whole body goes in there. */
function wholeResponse({ ok, status, headers }: Reply, body: Buffer): Response {
  const init = { status, headers: [...headers] };
  if (!ok) return new Response(JSON.stringify({ error: body.toString('utf8') }), init);
  return new Response(body.byteLength === 0 ? null : body, init);
}

function isReset(error: unknown): boolean {
  return networkCodes(error).some((code) => ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'].includes(code));
}

function refuseRedirect(reply: Reply, { address }: ServerContext): void {
  const target = reply.headers.get('location');
  if (reply.status < 300 || reply.status > 399 || target === null) return;
  const resolved = URL.canParse(target, address.url) ? new URL(target, address.url) : null;
  const shown = resolved === null ? target : resolved.origin + resolved.pathname;
  throw new RagError('CONFIG_INVALID', `${address.url} redirects to ${shown}`, {
    hint: 'redirects are not followed, so that a key cannot reach another host; name the final address as the base URL',
    details: { url: address.url, status: reply.status, location: shown },
  });
}

async function readBody(reply: Reply, maxBytes: number, { address, codes }: ServerContext): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const part of reply.body ?? []) {
      length += part.byteLength;
      if (length > maxBytes) break;
      parts.push(part);
    }
  } catch (error) {
    if (networkCodes(error).length === 0) throw error;
    throw new RagError(codes.failed, `the reply of ${address.url} broke off after ${length} bytes`, {
      hint: 'look at the log of the server: it may have crashed',
      cause: error,
      retry: { afterMs: null },
      details: { url: address.url, bytes: length },
    });
  }
  if (length <= maxBytes) return Buffer.concat(parts);
  throw new RagError(codes.invalid, `the reply of ${address.url} is longer than ${maxBytes / 2 ** 20} MiB`, {
    hint: 'check that the base URL is that of a model server',
    details: { url: address.url, limit: maxBytes },
  });
}
