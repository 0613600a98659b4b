import type { Embedder } from '../core/embedder.ts';
import { RagError } from '../core/errors.ts';
import type { Report } from '../core/events.ts';
import { type Proxies, proxyFor } from '../network/proxies.ts';
import type { Sleep } from '../network/sleep.ts';
import { readEmbeddings } from './embedding-reply.ts';
import { withAvailableModels } from './model-missing.ts';
import { serverModelName } from './model-name.ts';
import { openaiServer } from './openai-server.ts';
import { parseEmbeddings } from './parse-embeddings.ts';
import type { Refusal } from './refusal.ts';
import { refusalError } from './refusal-error.ts';
import { serverAddress } from './server-address.ts';
import { EMBEDDER_CODES, type ServerContext } from './server-context.ts';
import { serverNotices } from './server-notices.ts';

export interface OpenaiEmbedderOptions {
  /** With or without `openai/`. */
  readonly model: string;
  /** Ends with the path below which `/embeddings` is, usually `/v1`. */
  readonly baseUrl: string;
  readonly apiKey: string | null;
  /** The length that vectors must have; null accepts what the first reply has. */
  readonly dimensions: number | null;
  /** Asks the server for that length; for models that can shorten their vectors. */
  readonly sendDimensions: boolean;
  readonly timeoutMs: number;
  readonly waitReadyMs: number;
  readonly concurrency: number;
  readonly proxies: Proxies;
  readonly sleep: Sleep;
  readonly report: Report;
}

/**
 * An embedder behind an OpenAI-compatible server; `model` is the server's name of it, without `openai/`.
 *
 * One request per call, more only after the server refused one for its size: then in halves, and never again in a larger piece.
 * A text whose vector is unusable is sent once more alone. Holds the vectors of one call.
 *
 * @throws RagError CONFIG_INVALID for an unusable base URL or proxy
 */
export function openaiEmbedder(options: OpenaiEmbedderOptions): Embedder {
  const { dimensions, sendDimensions, report } = options;
  const model = serverModelName(options.model);
  const address = serverAddress(options.baseUrl);
  const context: ServerContext = {
    serves: 'embeddings',
    address,
    proxy: proxyFor(address.url, options.proxies),
    model,
    apiKey: options.apiKey,
    codes: EMBEDDER_CODES,
  };
  const server = openaiServer({ ...options, context, maxReplyBytes: MOST_BYTES, parse: parseEmbeddings });
  const notices = serverNotices(context, server, report);
  const checkLengths = lengthCheck(context, dimensions);
  let mostTexts = Number.POSITIVE_INFINITY;

  const ask = async (items: readonly Item[], signal: AbortSignal): Promise<Answer> => {
    const input = items.map(({ text }) => text);
    const size = sendDimensions && dimensions !== null ? { dimensions } : {};
    // Without `encoding_format` the client asks for base64 and would decode plain numbers to garbage.
    const body = JSON.stringify({ model, input, encoding_format: 'float', ...size });
    const reply = await server.post('/embeddings', body, signal);
    if (reply.type === 'refusal') return reply;
    const { vectors, promptTokens } = readEmbeddings(reply.body, input.length, context);
    checkLengths(vectors);
    notices.checkLength(
      input.reduce((sum, text) => sum + text.length, 0),
      promptTokens,
    );
    return { type: 'vectors', vectors };
  };

  const embedItems = async (items: readonly Item[], signal: AbortSignal): Promise<Float32Array[]> => {
    if (items.length > mostTexts) return embedInParts(items, mostTexts, signal);
    const answer = await ask(items, signal);
    if (answer.type === 'refusal') return afterRefusal(answer.refusal, items, signal);
    const vectors: Float32Array[] = [];
    for (const [position, item] of items.entries()) {
      vectors.push(answer.vectors[position] ?? (await embedOnceMore(item, signal)));
    }
    return vectors;
  };

  const embedInParts = async (items: readonly Item[], size: number, signal: AbortSignal): Promise<Float32Array[]> => {
    const vectors: Float32Array[] = [];
    for (let start = 0; start < items.length; start += size) {
      vectors.push(...(await embedItems(items.slice(start, start + size), signal)));
    }
    return vectors;
  };

  const embedOnceMore = async (item: Item, signal: AbortSignal): Promise<Float32Array> => {
    const answer = await ask([item], signal);
    if (answer.type === 'refusal') throw aboutText(refusalError(answer.refusal, context, Date.now()), item);
    const [vector] = answer.vectors;
    if (vector === null || vector === undefined) throw aboutText(vectorUnusable(context), item);
    return vector;
  };

  const afterRefusal = async (refusal: Refusal, items: readonly Item[], signal: AbortSignal) => {
    const error = refusalError(refusal, context, Date.now());
    const [first] = items;
    const half = Math.ceil(items.length / 2);
    if (isAboutTheBatch(refusal) && half < items.length) {
      mostTexts = Math.min(mostTexts, half);
      return embedInParts(items, half, signal);
    }
    if (error.code === 'MODEL_NOT_FOUND') throw await withAvailableModels(error, { context, server, signal });
    if (!isAboutOneText(error) || first === undefined) throw error;
    if (items.length === 1) throw aboutText(error, first);
    return embedInParts(items, half, signal); // One bad text fails a whole batch; halves find out which it is.
  };

  return {
    model,
    dimensions,
    embed: async (texts, signal) => {
      if (texts.length === 0) return [];
      const vectors = await embedItems(
        texts.map((text, index) => ({ text, index })),
        signal,
      );
      await notices.checkModel(signal);
      return vectors;
    },
  };
}

const MOST_BYTES = 64 * 2 ** 20;

interface Item {
  readonly text: string;
  /** Position among the texts of the call. */
  readonly index: number;
}

type Answer =
  | { readonly type: 'vectors'; readonly vectors: readonly (Float32Array | null)[] }
  | { readonly type: 'refusal'; readonly refusal: Refusal };

/** A function that refuses vectors of another length than configured, or than the first one seen. */
function lengthCheck({ address, model, codes }: ServerContext, dimensions: number | null) {
  let expected = dimensions;
  return (vectors: readonly (Float32Array | null)[]): void => {
    for (const vector of vectors) {
      if (vector === null) continue;
      expected ??= vector.length;
      if (vector.length === expected) continue;
      const hint =
        dimensions === null
          ? 'the server has changed its model; index again from the start'
          : `set dimensions to ${vector.length}, or sendDimensions if the model can shorten its vectors`;
      const message = `"${model}" at ${address.url} gives vectors of ${vector.length} numbers, ${expected} were expected`;
      throw new RagError(codes.invalid, message, { hint, details: { expected, actual: vector.length } });
    }
  };
}

/** Too many texts, or too many bytes, for one request: fewer of them may pass. */
function isAboutTheBatch({ status, text }: Refusal): boolean {
  return (
    status === 413 ||
    /(?<!physical |current )batch size|array too long|too many inputs|payload too large|split your request/i.test(text)
  );
}

function isAboutOneText({ code }: RagError): boolean {
  return code === 'CONTEXT_OVERFLOW' || code === EMBEDDER_CODES.invalid;
}

function vectorUnusable({ address, codes, model }: ServerContext): RagError {
  return new RagError(codes.invalid, `"${model}" at ${address.url} gave a vector of zeros, or of numbers not finite`, {
    hint: 'update the server, or use other weights of the model (F16 instead of a quantised file)',
  });
}

/** The same error with the text it is about; `index` in its details is the position among the texts of the call. */
function aboutText({ code, message, hint, details, retry }: RagError, { text, index }: Item): RagError {
  const start = JSON.stringify(text.slice(0, 40));
  return new RagError(code, `${message} (text ${index} of the batch: ${start})`, {
    hint,
    retry,
    details: { ...details, index },
  });
}
