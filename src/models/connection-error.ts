import { RagError, type RetryAdvice } from '../core/errors.ts';
import { networkCodes } from '../network/network-codes.ts';
import { otherwise, proxyError } from '../network/proxy-failure.ts';
import type { FailureCodes, ServerContext } from './server-context.ts';
import { startHint } from './start-hint.ts';

/** A server that is starting up refuses for a moment: worth a few quick tries, not half a minute of them. */
const QUICKLY: RetryAdvice = { afterMs: 200 };
const AS_USUAL: RetryAdvice = { afterMs: null };

interface Diagnosis {
  readonly codes: RegExp;
  /** By default `unreachable`: no other call would fare better. */
  readonly failure?: keyof FailureCodes;
  readonly what: (context: ServerContext) => string;
  readonly hint: (context: ServerContext) => string;
  readonly retry: RetryAdvice | null;
}

const DIAGNOSES: readonly Diagnosis[] = [
  {
    codes: /^ECONNREFUSED$/,
    what: ({ address }) => `nothing answers at ${address.url} (connection refused)`,
    hint: startHint,
    retry: QUICKLY,
  },
  {
    codes: /^EAI_AGAIN$/,
    what: ({ address }) => `the name "${address.host}" of ${address.url} cannot be resolved at the moment`,
    hint: () => 'check the network connection',
    retry: AS_USUAL,
  },
  {
    codes: /^(ENOTFOUND|EAI_\w+)$/,
    what: ({ address }) => `the host "${address.host}" of ${address.url} does not exist`,
    hint: () => 'check the spelling of the base URL\nor work without any server:  --config offline',
    retry: null,
  },
  {
    codes: /^(ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN)$/,
    what: ({ address }) => `no connection to ${address.url} could be made in time`,
    hint: () => 'check the address, and whether a firewall or a VPN is in the way',
    retry: AS_USUAL,
  },
  {
    codes: /^(ERR_SSL_WRONG_VERSION_NUMBER|ERR_SSL_PACKET_LENGTH_TOO_LONG|EPROTO)$/,
    what: ({ address }) => `${address.url} does not speak https`,
    hint: ({ address }) => `if the server has no certificate, use  ${address.url.replace(/^https:/, 'http:')}`,
    retry: null,
  },
  {
    codes: /^HPE_/,
    what: ({ address }) => `${address.url} does not speak http`,
    hint: ({ address }) => `if the server has a certificate, use  ${address.url.replace(/^http:/, 'https:')}`,
    retry: null,
  },
  {
    codes: /CERT|SIGNATURE|ISSUER|ERR_TLS|ERR_SSL/,
    what: ({ address }) => `the certificate of ${address.url} is not trusted`,
    hint: () => 'name the file of its certificate authority in the environment variable NODE_EXTRA_CA_CERTS',
    retry: null,
  },
  {
    codes: /^(ECONNRESET|EPIPE|ECONNABORTED|UND_ERR_SOCKET)$/,
    // It was there, and another question may not bring it down; if it is gone for good, the next call finds that out.
    failure: 'failed',
    what: ({ address }) => `${address.url} closed the connection without an answer`,
    hint: () => 'look at the log of the server: it may have crashed',
    retry: AS_USUAL,
  },
];

/** A failure to get any HTTP answer, in words. */
export function connectionError(error: unknown, context: ServerContext): RagError {
  const atProxy = proxyError(error, context.codes.unreachable);
  if (atProxy !== null) return atProxy;
  const codes = networkCodes(error);
  for (const { codes: pattern, failure = 'unreachable', what, hint, retry } of DIAGNOSES) {
    const code = codes.find((candidate) => pattern.test(candidate));
    if (code === undefined) continue;
    const details = { url: context.address.url, cause: code };
    return new RagError(context.codes[failure], what(context), {
      hint: hint(context) + orProxy(context),
      cause: error,
      retry,
      details,
    });
  }
  const reason = codes[0] ?? innermostMessage(error);
  return new RagError(context.codes.unreachable, `no answer from ${context.address.url} (${reason})`, {
    hint: startHint(context) + orProxy(context),
    cause: error,
    details: { url: context.address.url, cause: reason },
  });
}

/** The end of a hint where nobody can tell a proxy from the server behind it; empty when there is none. */
export function orProxy({ proxy, address }: ServerContext): string {
  return proxy === null ? '' : `\n${otherwise({ proxy, server: new URL(address.url) })}`;
}

function innermostMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? innermostMessage(error.cause) : error.message;
}
