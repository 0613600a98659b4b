import { type ClientRequest, type IncomingMessage, Agent as PlainAgent, request as plainRequest } from 'node:http';
import { Agent as TlsAgent, request as tlsRequest } from 'node:https';

import type { Cancellation } from './deadline.ts';

/** A request but for its body, in the form in which it costs the least to be sent again and again. */
export interface RequestHead {
  readonly isSecure: boolean;
  readonly hostname: string;
  readonly port: string;
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
}

export type BodyPiece = string | Buffer;

export interface OutgoingRequest {
  readonly head: RequestHead;
  /** Null for a request without one. */
  readonly body: readonly BodyPiece[] | null;
}

/** The reply to a request as soon as its headers are there. A cancellation ends the request, and the reply that is being read. */
export type SendRequest = (request: OutgoingRequest, cancellation: Cancellation) => Promise<IncomingMessage>;

/**
 * A sender over at most `connections` kept sockets. It stands on `node:http`, with which a call takes less processor time than
 * with `fetch`; and it sets no time limit but one on connecting, because models may think for minutes.
 */
export function requestSender(connections: number): SendRequest {
  const settings = { keepAlive: true, maxSockets: connections, timeout: KEPT_MS };
  const agents = { plain: new PlainAgent(settings), tls: new TlsAgent(settings) };

  return async (request, cancellation) => {
    const agent = request.head.isSecure ? agents.tls : agents.plain;
    try {
      return await send(request, agent, cancellation);
    } catch (error) {
      if (!isReset(error) || cancellation.isCancelled()) throw error;
      // A kept socket may be closed by the server in the moment it is used again; a fresh one tells whether the server is gone.
      return await send(request, false, cancellation);
    }
  };
}

/** Shorter than any of the servers', which would else close a socket just as it is used. */
const KEPT_MS = 4000;
const CONNECT_MS = 10_000;

function send(
  { head: { isSecure, ...head }, body }: OutgoingRequest,
  agent: PlainAgent | false,
  cancellation: Cancellation,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = (isSecure ? tlsRequest : plainRequest)({ agent, ...head });
    sent.on('error', reject);
    sent.once('response', resolve);
    sent.once('socket', (socket) => {
      if (socket.connecting) limitConnecting(sent, socket);
    });
    cancellation.onCancel((reason) => sent.destroy(reason));
    writeBody(sent, body ?? []);
  });
}

function writeBody(sent: ClientRequest, pieces: readonly BodyPiece[]): void {
  const [first, ...others] = pieces;
  if (others.length > 0) {
    const length = pieces.reduce((sum, piece) => sum + Buffer.byteLength(piece), 0);
    sent.setHeader('content-length', length);
    for (const piece of pieces) sent.write(piece);
  }
  sent.end(others.length > 0 ? undefined : first); // A single piece is sent in one go with the head.
}

function limitConnecting(sent: ClientRequest, socket: NodeJS.EventEmitter): void {
  const error = Object.assign(new Error('no connection'), { code: 'ETIMEDOUT' });
  const timer = setTimeout(() => sent.destroy(error), CONNECT_MS);
  socket.once('connect', () => clearTimeout(timer));
  socket.once('close', () => clearTimeout(timer));
}

function isReset(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
}
