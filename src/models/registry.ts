import { z } from 'zod';

import type { Embedder } from '../core/embedder.ts';
import type { Report } from '../core/events.ts';
import type { LanguageModel } from '../core/language-model.ts';
import { define, type Registry } from '../core/registry.ts';
import type { Proxies } from '../network/proxies.ts';
import type { Sleep } from '../network/sleep.ts';

/** What a model driver is handed by the command line. */
export interface ModelNeeds {
  readonly report: Report;
  readonly sleep: Sleep;
  /** The next number from 0 up to 1; spreads retries. */
  readonly random: () => number;
  /** Calls in flight at most. */
  readonly concurrency: number;
  readonly proxies: Proxies;
}

const server = {
  model: z.string().min(1).describe("the server's name of the model; a leading openai/ makes no difference"),
  baseUrl: z.string().describe('URL that ends with the API path, such as http://127.0.0.1:11434/v1'),
  apiKey: z.string().min(1).exactOptional().describe('key for the server; local servers need none'),
  timeoutSeconds: z
    .number()
    .positive()
    .default(600)
    .describe('time for one request with its whole reply; the first one may have to load the model'),
  waitReadySeconds: z
    .number()
    .min(0)
    .default(300)
    .describe('time to wait for a server that says it is loading its model'),
  retries: z
    .number()
    .int()
    .min(0)
    .max(10)
    .default(3)
    .describe('further attempts after a failure that may pass: a lost connection, HTTP 429 or 5xx'),
};

const openaiLanguageModelEntry = define({
  name: 'openai',
  aliases: ['openai-compatible'],
  description: 'A chat model behind an OpenAI-compatible server: llama.cpp, Ollama, vLLM, LM Studio, OpenAI.',
  options: z.strictObject({
    ...server,
    temperature: z.number().min(0).max(2).exactOptional().describe('sampling temperature; not sent when left out'),
    maxTokens: z.number().int().positive().exactOptional().describe('longest reply in tokens; not sent when left out'),
    topP: z.number().gt(0).max(1).exactOptional().describe('nucleus sampling; not sent when left out'),
    seed: z.number().int().exactOptional().describe('seed of the sampler; not sent when left out'),
    stop: z.array(z.string().min(1)).min(1).max(4).exactOptional().describe('texts that end a reply'),
  }),
  create: async (options, needs: ModelNeeds): Promise<LanguageModel> => {
    const { model, baseUrl, apiKey = null, timeoutSeconds, waitReadySeconds, retries, ...defaults } = options;
    const [{ openaiLanguageModel }, { withLimit }, { withRetry }] = await Promise.all([
      import('./openai-language-model.ts'),
      import('./with-limit.ts'),
      import('./with-retry.ts'),
    ]);
    const times = { timeoutMs: timeoutSeconds * 1000, waitReadyMs: waitReadySeconds * 1000 };
    const driver = openaiLanguageModel({ model, baseUrl, apiKey, defaults, ...times, ...needs });
    // The limit is inside: a call that waits for its next attempt lets others go ahead.
    return withRetry(withLimit(driver, needs.concurrency), { retries, ...needs });
  },
});

const callNumber = z.int().min(1).max(256);

function isUnique(texts: readonly string[]): boolean {
  return new Set(texts).size === texts.length;
}

const openaiEmbedderEntry = define({
  name: 'openai',
  aliases: ['openai-compatible'],
  description: 'An embedding model behind an OpenAI-compatible server: llama.cpp, Ollama, vLLM, LM Studio, OpenAI.',
  options: z.strictObject({
    ...server,
    baseUrl: z
      .union([server.baseUrl, z.array(z.string()).min(1).refine(isUnique, 'an address is listed twice')])
      .describe('URL that ends with the API path, or a list of them: servers of one model, which share the texts'),
    concurrency: z
      .union([callNumber, z.tuple([callNumber, callNumber]).refine(([least, most]) => least <= most, 'least and most')])
      .default([1, 16])
      .describe('requests under way at each server: a number, or [least, most] to find the best one while they run'),
    dimensions: z.number().int().positive().max(65_536).exactOptional().describe('length the vectors must have'),
    sendDimensions: z
      .boolean()
      .default(false)
      .describe('ask the server for that length; for models that can shorten their vectors'),
    documentInstruction: z
      .string()
      .min(1)
      .exactOptional()
      .describe('text put before each passage as it is ("passage: "), never before a question; for models trained so'),
  }),
  create: async (options, needs: ModelNeeds): Promise<Embedder> => {
    const { documentInstruction, retries, timeoutSeconds, waitReadySeconds, ...rest } = options;
    const [{ openaiEmbedderPool }, { withEmbedderRetry }] = await Promise.all([
      import('./openai-embedder-pool.ts'),
      import('./with-retry.ts'),
    ]);
    const times = { timeoutMs: timeoutSeconds * 1000, waitReadyMs: waitReadySeconds * 1000 };
    const embedder = withEmbedderRetry(openaiEmbedderPool({ ...rest, ...times }, needs), { retries, ...needs });
    return documentInstruction === undefined ? embedder : { ...embedder, documentInstruction };
  },
});

const extractiveEntry = define({
  name: 'builtin/extractive',
  description: 'No weights, no network: picks answers from the passages by fixed rules, in the form of the demos.',
  options: z.strictObject({}),
  create: async (): Promise<LanguageModel> => {
    const { extractiveLanguageModel } = await import('./extractive-language-model.ts');
    return extractiveLanguageModel();
  },
});

const hashingEntry = define({
  name: 'builtin/hashing',
  description: 'No weights, no network: vectors of hashed words, near where texts share words.',
  options: z.strictObject({
    dimensions: z.number().int().min(16).max(65_536).default(1024).describe('length of the vectors'),
  }),
  create: async ({ dimensions }): Promise<Embedder> => {
    const { hashingEmbedder } = await import('./hashing-embedder.ts');
    return hashingEmbedder({ dimensions });
  },
});

export const languageModels: Registry<LanguageModel, ModelNeeds> = {
  kind: 'language model',
  entries: [openaiLanguageModelEntry, extractiveEntry],
};

export const embedders: Registry<Embedder, ModelNeeds> = {
  kind: 'embedder',
  entries: [openaiEmbedderEntry, hashingEntry],
};
