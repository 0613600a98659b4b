import { z } from 'zod';

import { RagError } from '../core/errors.ts';
import type { Report } from '../core/events.ts';
import type { Completion, LanguageModel, Prompt, Sampling } from '../core/language-model.ts';
import { type Proxies, proxyFor } from '../network/proxies.ts';
import type { Sleep } from '../network/sleep.ts';
import { chatBody, chatParameters } from './chat-request.ts';
import { withAvailableModels } from './model-missing.ts';
import { dspyModelName, serverModelName } from './model-name.ts';
import { openaiServer } from './openai-server.ts';
import { refusalError } from './refusal-error.ts';
import { serverAddress } from './server-address.ts';
import { LANGUAGE_MODEL_CODES, type ServerContext } from './server-context.ts';
import { serverNotices } from './server-notices.ts';
import { firstIssue } from './shape.ts';
import { unsupportedParameters } from './unsupported-parameters.ts';

export interface OpenaiLanguageModelOptions {
  /** With or without `openai/`. */
  readonly model: string;
  /** Ends with the path below which `/chat/completions` is, usually `/v1`. */
  readonly baseUrl: string;
  readonly apiKey: string | null;
  readonly defaults: Sampling;
  readonly timeoutMs: number;
  readonly waitReadyMs: number;
  readonly concurrency: number;
  readonly proxies: Proxies;
  readonly sleep: Sleep;
  readonly report: Report;
}

/**
 * A language model behind an OpenAI-compatible server, one request per completion; nothing is retried here but a reset socket and a
 * request with a parameter that the server turned out not to know. `model` carries the provider, as DSPy writes it.
 *
 * @throws RagError CONFIG_INVALID for an unusable base URL or proxy
 */
export function openaiLanguageModel(options: OpenaiLanguageModelOptions): LanguageModel {
  const { defaults, report } = options;
  const model = serverModelName(options.model);
  const address = serverAddress(options.baseUrl);
  const context: ServerContext = {
    serves: 'completions',
    address,
    proxy: proxyFor(address.url, options.proxies),
    model,
    apiKey: options.apiKey,
    codes: LANGUAGE_MODEL_CODES,
  };
  const server = openaiServer({ ...options, context, maxReplyBytes: MOST_BYTES });
  const notices = serverNotices(context, server, report);
  const parameters = unsupportedParameters(report);

  const ask = async (prompt: Prompt, sampling: Sampling, signal: AbortSignal): Promise<unknown> => {
    const wanted = chatParameters(model, prompt, sampling);
    for (;;) {
      const sent = parameters.strip(wanted);
      const reply = await server.post('/chat/completions', chatBody(prompt, sent), signal);
      if (reply.type === 'reply') return reply.body;
      if (parameters.learn(reply.refusal, sent)) continue;
      const error = refusalError(reply.refusal, context, Date.now());
      throw error.code === 'MODEL_NOT_FOUND' ? await withAvailableModels(error, { context, server, signal }) : error;
    }
  };

  return {
    model: dspyModelName(options.model),
    defaults,
    complete: async (prompt, sampling, signal) => {
      const completion = readCompletion(await ask(prompt, { ...defaults, ...sampling }, signal), context);
      notices.checkFinish(completion.finishReason);
      notices.checkLength(charactersIn(prompt), completion.usage.promptTokens);
      await notices.checkModel(signal);
      return completion;
    },
  };
}

const MOST_BYTES = 8 * 2 ** 20;

const count = z.number().nullish();
const chatReply = z.looseObject({
  choices: z.array(
    z.looseObject({
      message: z.looseObject({ content: z.string().nullish(), refusal: z.string().nullish() }),
      finish_reason: z.string().nullish(),
    }),
  ),
  usage: z.looseObject({ prompt_tokens: count, completion_tokens: count }).nullish(),
});

/** DSPy takes a null content for an empty text; only a refusal in words and a reply without a choice are failures. */
function readCompletion(body: unknown, context: ServerContext): Completion {
  const parsed = chatReply.safeParse(body);
  if (!parsed.success) throw invalidReply(`sent no chat completion: ${firstIssue(parsed.error)}`, body, context);
  const { choices, usage } = parsed.data;
  const [choice] = choices;
  if (choice === undefined) throw invalidReply('sent a chat completion without choices', body, context);
  const { content, refusal } = choice.message;
  if ((content ?? '') === '' && (refusal ?? '') !== '') throw refusedToAnswer(refusal ?? '', context);
  return {
    text: content ?? '',
    finishReason: choice.finish_reason ?? 'unknown',
    usage: { promptTokens: usage?.prompt_tokens ?? 0, completionTokens: usage?.completion_tokens ?? 0 },
    cached: false,
  };
}

function invalidReply(what: string, body: unknown, { address, codes }: ServerContext): RagError {
  return new RagError(codes.invalid, `${address.url} ${what}`, {
    hint: 'check that the server and the model are meant for chat completions',
    details: { url: address.url, reply: JSON.stringify(body).slice(0, 500) },
    retry: { afterMs: null },
  });
}

function refusedToAnswer(refusal: string, { model, codes, address }: ServerContext): RagError {
  const words = refusal.length > 200 ? `${refusal.slice(0, 200)}…` : refusal;
  return new RagError(codes.invalid, `"${model}" refused to answer: ${words}`, {
    hint: 'ask in other words, or use another model',
    details: { url: address.url, refusal },
    retry: { afterMs: null },
  });
}

function charactersIn({ messages }: Prompt): number {
  return messages.reduce((sum, { content }) => sum + content.length, 0);
}
