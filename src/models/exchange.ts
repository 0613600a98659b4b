import type { IncomingMessage } from 'node:http';
import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

import { RagError } from '../core/errors.ts';
import { networkCodes } from './connection-error.ts';
import type { Cancellation } from './deadline.ts';
import type { ReplyHeaders } from './refusal.ts';
import { type OutgoingRequest, requestSender } from './send-request.ts';
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
  const send = requestSender(connections);

  return async (request: OutgoingRequest, cancellation: Cancellation): Promise<HttpReply> => {
    const reply = await send(request, cancellation);
    refuseRedirect(reply, context);
    const { statusCode: status = 0, headers: received } = reply;
    return {
      status,
      headers: { get: (name) => received[name]?.toString() ?? null },
      body: await readBody(reply, maxReplyBytes, context),
    };
  };
}

/** What `httpExchange` can read, as a request's header says it. */
export const ACCEPTED_ENCODINGS = 'gzip, br';
const DECODERS = { gzip: createGunzip, deflate: createInflate, br: createBrotliDecompress };

function refuseRedirect(reply: IncomingMessage, { address }: ServerContext): void {
  const { statusCode = 0, headers } = reply;
  const { location } = headers;
  if (statusCode < 300 || statusCode > 399 || location === undefined) return;
  reply.destroy();
  const resolved = URL.canParse(location, address.url) ? new URL(location, address.url) : null;
  const shown = resolved === null ? location : resolved.origin + resolved.pathname;
  throw new RagError('CONFIG_INVALID', `${address.url} redirects to ${shown}`, {
    hint: 'redirects are not followed, so that a key cannot reach another host; name the final address as the base URL',
    details: { url: address.url, status: statusCode, location: shown },
  });
}

function readBody(reply: IncomingMessage, maxBytes: number, context: ServerContext): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let length = 0;
    const body = decoded(reply);
    body.on('data', (part: Buffer) => {
      length += part.byteLength;
      parts.push(part);
      if (length <= maxBytes) return;
      reject(tooLong(maxBytes, context));
      reply.destroy();
    });
    body.on('end', () => resolve(Buffer.concat(parts)));
    body.on('error', (error) => reject(networkCodes(error).length === 0 ? error : brokenOff(error, length, context)));
  });
}

function decoded(reply: IncomingMessage): Readable {
  const encoding = reply.headers['content-encoding'];
  if (encoding === undefined) return reply;
  const decoder = Object.entries(DECODERS).find(([name]) => name === encoding)?.[1];
  // The pipeline hands an error of the reply on to the decoder, where it is heard.
  return decoder === undefined ? reply : pipeline(reply, decoder(), () => {});
}

function brokenOff(cause: Error, bytes: number, { address, codes }: ServerContext): RagError {
  return new RagError(codes.failed, `the reply of ${address.url} broke off after ${bytes} bytes`, {
    hint: 'look at the log of the server: it may have crashed',
    cause,
    retry: { afterMs: null },
    details: { url: address.url, bytes },
  });
}

function tooLong(limit: number, { address, codes }: ServerContext): RagError {
  return new RagError(codes.invalid, `the reply of ${address.url} is longer than ${limit / 2 ** 20} MiB`, {
    hint: 'check that the base URL is that of a model server',
    details: { url: address.url, limit },
  });
}
