import { type LocalServer, type LoggedRequest, localServer, type Reply } from './local-server.ts';
import { errorReply, type Flavour, type ServerError, serverErrors } from './openai-errors.ts';
import { wordVector } from './word-vector.ts';

interface ChatMessage {
  readonly role: string;
  readonly content: string;
}

/** The body of a chat request as it arrived. */
export interface ChatBody {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  readonly temperature?: number;
  readonly max_tokens?: number;
  readonly response_format?: { readonly type: string };
  readonly [name: string]: unknown;
}

/** A text, a whole choice, or a failure in the server's own style. */
export type ScriptedReply = string | ScriptedChoice | { readonly error: ServerError };

interface ScriptedChoice {
  readonly content: string | null;
  readonly finishReason?: string;
  readonly refusal?: string;
}

export interface OpenaiServerOptions {
  /** Whose error bodies and habits to copy; only llama.cpp answers to any model name. */
  readonly flavour?: Flavour;
  readonly models?: readonly string[];
  /** Required of every request when given, except for the list of models. */
  readonly apiKey?: string;
  /** Length of the vectors it makes. */
  readonly dimensions?: number;
  /** The reply to the `nth` chat request, counted from 1. */
  readonly chat?: (body: ChatBody, nth: number) => ScriptedReply | Promise<ScriptedReply>;
}

export interface FakeOpenaiServer extends LocalServer {
  /** What a client is configured with: ends with `/v1`. */
  readonly baseUrl: string;
  /** The bodies of the chat requests so far. */
  readonly chats: readonly ChatBody[];
}

/**
 * An OpenAI-shaped server on a free port: chat completions from a script, embeddings computed from the words of a text, the list of
 * models, and `/health`. Tokens are counted as a quarter of the characters, rounded up.
 */
export async function openaiServer(options: OpenaiServerOptions = {}): Promise<FakeOpenaiServer> {
  const settings = {
    flavour: 'openai' as const,
    models: ['gemma-3-4b-it', 'qwen3-embedding:0.6b'],
    dimensions: 16,
    chat: () => 'Paris',
    ...options,
  };
  const chats: ChatBody[] = [];

  const server = await localServer(async (request): Promise<Reply> => {
    const { flavour, apiKey, models } = settings;
    const route = `${request.method} ${request.path}`;
    if (route === 'GET /v1/models') return listModels(models, flavour);
    if (route === 'GET /health') return { body: { status: 'ok' } };
    if (apiKey !== undefined && request.headers.authorization !== `Bearer ${apiKey}`)
      return serverErrors.keyRejected(flavour);
    if (route === 'POST /v1/chat/completions') {
      const body: ChatBody = JSON.parse(request.body);
      chats.push(body);
      return unknownModel(body.model, settings) ?? answerChat(body, await settings.chat(body, chats.length), flavour);
    }
    if (route === 'POST /v1/embeddings') {
      const body: EmbeddingBody = JSON.parse(request.body);
      return unknownModel(body.model, settings) ?? answerEmbeddings(body, settings);
    }
    return serverErrors.routeMissing(flavour, request.method, request.path);
  });

  const { url, port, requests, addFault, clearFaults, close } = server;
  return {
    url,
    baseUrl: `${url}/v1`,
    port,
    requests,
    chats,
    get mostInFlight() {
      return server.mostInFlight;
    },
    addFault,
    clearFaults,
    close,
  };
}

interface Settings {
  readonly flavour: Flavour;
  readonly models: readonly string[];
  readonly dimensions: number;
}

function unknownModel(model: string, { flavour, models }: Settings): Reply | null {
  const isKnown = flavour === 'llama.cpp' || models.includes(model) || models.includes(`${model}:latest`);
  return isKnown ? null : serverErrors.modelMissing(flavour, model);
}

function listModels(models: readonly string[], flavour: Flavour): Reply {
  const data = models.map((id) => ({ id, object: 'model', created: 1_700_000_000, owned_by: flavour }));
  return { body: { object: 'list', data: flavour === 'ollama' && data.length === 0 ? null : data } };
}

function answerChat({ model, messages }: ChatBody, scripted: ScriptedReply, flavour: Flavour): Reply {
  if (typeof scripted !== 'string' && 'error' in scripted) return errorReply(flavour, scripted.error);
  const choice: ScriptedChoice = typeof scripted === 'string' ? { content: scripted } : scripted;
  const { content, finishReason = 'stop', refusal } = choice;
  const message = { role: 'assistant', content, ...(refusal === undefined ? {} : { refusal }) };
  return {
    body: {
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1_700_000_000,
      model,
      choices: [{ index: 0, finish_reason: finishReason, message }],
      usage: usage(messages.map((part) => part.content).join(''), content ?? ''),
    },
  };
}

interface EmbeddingBody {
  readonly model: string;
  readonly input: string | readonly string[];
  readonly encoding_format?: string;
  readonly dimensions?: number;
}

function answerEmbeddings({ model, input, encoding_format, dimensions }: EmbeddingBody, settings: Settings): Reply {
  const texts = typeof input === 'string' ? [input] : input;
  // llama.cpp does not read `dimensions`; a length that is not shorter is ignored everywhere.
  const wanted = settings.flavour === 'llama.cpp' ? undefined : dimensions;
  const length = Math.min(wanted ?? settings.dimensions, settings.dimensions);
  const data = texts.map((text, index) => {
    const vector = wordVector(text, length);
    return { object: 'embedding', index, embedding: encoding_format === 'base64' ? base64(vector) : [...vector] };
  });
  const { prompt_tokens } = usage(texts.join(''), '');
  return { body: { object: 'list', model, data, usage: { prompt_tokens, total_tokens: prompt_tokens } } };
}

function usage(prompt: string, completion: string) {
  const prompt_tokens = Math.ceil(prompt.length / 4);
  const completion_tokens = Math.ceil(completion.length / 4);
  return { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens };
}

function base64(vector: Float32Array): string {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64');
}

/** True for the requests a fault is meant for: `addFault({ matches: requestTo('/v1/embeddings'), … })`. */
export function requestTo(path: string): (request: LoggedRequest) => boolean {
  return (request) => request.path === path;
}
