import { isDeepStrictEqual } from 'node:util';
import { type ChatBody, openaiServer } from '../fakes/openai-server.ts';
import { type RecordedExchange, type Recording, replyText, requestBody } from './recording.ts';

export interface ScriptedServer {
  readonly baseUrl: string;
  /** Starts anew: so many requests that get an answer of no interest, then these exchanges. */
  script(exchanges: readonly RecordedExchange[], ignored?: number): void;
  /** The requests since then, without the ignored ones. */
  requests(): readonly ChatBody[];
  close(): Promise<void>;
}

/**
 * A server that answers a request as Python's server answered the equal one; equal ones in the order of their replies. A request
 * that Python did not make fails.
 */
export async function scriptedServer(recording: Recording): Promise<ScriptedServer> {
  let waiting: { readonly body: object; readonly exchange: RecordedExchange }[] = [];
  let seen: ChatBody[] = [];
  let ignored = 0;

  const server = await openaiServer({
    models: ['gemma-3-4b-it', 'teacher-model'],
    chat: (body) => {
      seen.push(body);
      if (seen.length <= ignored) return IGNORED;
      const index = waiting.findIndex((recorded) => isDeepStrictEqual(recorded.body, body));
      const [match] = index === -1 ? [] : waiting.splice(index, 1);
      if (match === undefined) return { error: { status: 500, message: 'not in the recording' } };
      const { status, finish_reason } = match.exchange.reply;
      if (status !== 200) return { error: { status, message: 'scripted failure', type: 'server_error' } };
      return { content: replyText(recording, match.exchange), finishReason: finish_reason };
    },
  });
  return {
    baseUrl: server.baseUrl,
    script: (exchanges, ignore = 0) => {
      waiting = exchanges.map((exchange) => ({ body: requestBody(recording, exchange), exchange }));
      seen = [];
      ignored = ignore;
    },
    requests: () => seen.slice(ignored),
    close: server.close,
  };
}

const IGNORED = '[[ ## reasoning ## ]]\nNone.\n\n[[ ## answer ## ]]\nnone\n\n[[ ## completed ## ]]';
