import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';

import { RagError } from '../core/errors.ts';
import type { Cancellation } from './deadline.ts';
import type { ReplyHeaders } from './refusal.ts';
import { type OutgoingRequest, type RawReply, requestSender } from './send-request.ts';
import type { ServerContext } from './server-context.ts';

export interface ExchangeOptions {
  readonly context: ServerContext;
  /** Sockets at most; as many as there are requests in flight. */
  readonly connections: number;
  /** Counted after decompression. */
  readonly maxReplyBytes: number;
}

/** A whole reply, whatever its status. */
export interface HttpReply {
  readonly status: number;
  readonly headers: ReplyHeaders;
  readonly body: Buffer;
}

/**
 * Sends a request to one server and gives back the reply with its whole body, so that a deadline covers that too. Redirects are not
 * followed.
 *
 * @throws RagError CONFIG_INVALID for a redirect, the context's codes for a reply that is too long or breaks off; errors of the network
 * as they are
 */
export function httpExchange({ context, connections, maxReplyBytes }: ExchangeOptions) {
  const tooLong = () => replyTooLong(maxReplyBytes, context);
  const brokenOff = (cause: unknown, bytes: number) => replyBrokenOff(cause, bytes, context);
  const { origin } = new URL(context.address.url);
  const send = requestSender({
    origin,
    proxy: context.proxy,
    connections,
    maxBytes: maxReplyBytes,
    tooLong,
    brokenOff,
  });

  const unpacked = async ({ headers, body }: RawReply): Promise<Buffer> => {
    const decode = DECODERS[headers['content-encoding'] ?? ''];
    if (decode === undefined) return body;
    try {
      return await decode(body, { maxOutputLength: maxReplyBytes });
    } catch (error) {
      throw isOverLength(error) ? tooLong() : brokenOff(error, body.byteLength);
    }
  };

  return async (request: OutgoingRequest, cancellation: Cancellation): Promise<HttpReply> => {
    const reply = await send(request, cancellation);
    refuseRedirect(reply, context);
    const { status, headers } = reply;
    return { status, headers: { get: (name) => headers[name]?.toString() ?? null }, body: await unpacked(reply) };
  };
}

/** What `httpExchange` can read, as a request's header says it. */
export const ACCEPTED_ENCODINGS = 'gzip, br';

const DECODERS: Readonly<Record<string, (body: Buffer, limits: { maxOutputLength: number }) => Promise<Buffer>>> = {
  gzip: promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};

function isOverLength(error: unknown): boolean {
  return error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
}

function refuseRedirect({ status, headers }: RawReply, { address }: ServerContext): void {
  const { location } = headers;
  if (status < 300 || status > 399 || location === undefined) return;
  const resolved = URL.canParse(location, address.url) ? new URL(location, address.url) : null;
  const shown = resolved === null ? location : resolved.origin + resolved.pathname;
  throw new RagError('CONFIG_INVALID', `${address.url} redirects to ${shown}`, {
    hint: 'redirects are not followed, so that a key cannot reach another host; name the final address as the base URL',
    details: { url: address.url, status, location: shown },
  });
}

function replyBrokenOff(cause: unknown, bytes: number, { address, codes }: ServerContext): RagError {
  return new RagError(codes.failed, `the reply of ${address.url} broke off after ${bytes} bytes`, {
    hint: 'look at the log of the server: it may have crashed',
    cause,
    retry: { afterMs: null },
    details: { url: address.url, bytes },
  });
}

function replyTooLong(limit: number, { address, codes }: ServerContext): RagError {
  return new RagError(codes.invalid, `the reply of ${address.url} is longer than ${limit / 2 ** 20} MiB`, {
    hint: 'check that the base URL is that of a model server',
    details: { url: address.url, limit },
  });
}
