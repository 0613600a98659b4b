import OpenAI from 'openai';

import { ACCEPTED_ENCODINGS } from './exchange.ts';
import type { RequestHead } from './send-request.ts';
import type { ServerContext } from './server-context.ts';

/** The request to `path` below the base URL, but for its body. */
export type RequestMaker = (method: RequestHead['method'], path: string) => Promise<RequestHead>;

/**
 * Requests as the OpenAI client makes them, with every default of the client switched off: nothing is read from the environment.
 *
 * They are made once for each path and sent by `httpExchange`. Sending all of them through the client would cost more processor time
 * than all the rest of a call, and none of what it does besides (retries, logging, its own errors) is wanted here.
 */
export function openaiRequests(context: ServerContext): RequestMaker {
  const client = new OpenAI({
    baseURL: context.address.url,
    apiKey: context.apiKey ?? NO_KEY,
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    logLevel: 'off',
    // Said once more here because these win over OPENAI_CUSTOM_HEADERS, and the client's own do not.
    defaultHeaders: { Accept: 'application/json', Authorization: authorization(context) },
  });
  const made = new Map<string, ReturnType<RequestMaker>>();

  const make: RequestMaker = async (method, path) => {
    const { req, url } = await client.buildRequest({
      method: method === 'GET' ? 'get' : 'post',
      path,
      ...(method === 'POST' ? { body: {} } : {}),
    });
    const { pathname, search } = new URL(url);
    return {
      path: pathname + search,
      method,
      headers: { ...wanted(req.headers), 'accept-encoding': ACCEPTED_ENCODINGS, 'user-agent': 'rag' },
    };
  };
  return (method, path) => {
    const name = `${method} ${path}`;
    const known = made.get(name) ?? make(method, path);
    made.set(name, known);
    return known;
  };
}

/** The client insists on a key; a server that needs none ignores it. */
const NO_KEY = 'no-key';

function authorization({ apiKey, address: { credentials } }: ServerContext): string {
  if (apiKey !== null || credentials === null) return `Bearer ${apiKey ?? NO_KEY}`;
  return `Basic ${Buffer.from(credentials).toString('base64')}`;
}

const HEADERS_SENT = ['accept', 'authorization', 'content-type'];

/** The client adds headers about itself, and those of OPENAI_CUSTOM_HEADERS. */
function wanted(headers: Headers): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => HEADERS_SENT.includes(name)));
}
