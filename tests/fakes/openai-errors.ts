import type { Reply } from './local-server.ts';

/** Whose habits a fake server has. */
export type Flavour = 'llama.cpp' | 'ollama' | 'vllm' | 'openai';

export interface ServerError {
  readonly status: number;
  readonly message: string;
  readonly type?: string;
  readonly code?: string | null;
  readonly param?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An error as that server writes it: llama.cpp and vLLM put the HTTP status into `code`, OpenAI a word, Ollama nothing. */
export function errorReply(flavour: Flavour, { status, message, headers = {}, ...rest }: ServerError): Reply {
  const { type = typeOf(flavour, status), code = null, param = null } = rest;
  const errors: Readonly<Record<Flavour, object>> = {
    'llama.cpp': { code: status, message, type },
    ollama: { message, type, param: null, code: null },
    vllm: { message, type, param, code: status },
    openai: { message, type, param, code },
  };
  return { status, headers, body: { error: errors[flavour] } };
}

function typeOf(flavour: Flavour, status: number): string {
  if (flavour === 'vllm') return status === 404 ? 'NotFoundError' : 'BadRequestError';
  if (flavour === 'ollama')
    return status === 404 ? 'not_found_error' : status < 500 ? 'invalid_request_error' : 'api_error';
  const types: Readonly<Record<number, string>> = {
    401: flavour === 'openai' ? 'invalid_request_error' : 'authentication_error',
    403: 'permission_error',
    404: flavour === 'openai' ? 'invalid_request_error' : 'not_found_error',
    429: 'requests',
    500: 'server_error',
    501: 'not_supported_error',
    503: 'unavailable_error',
  };
  return types[status] ?? 'invalid_request_error';
}

/** What real servers answer when something is wrong, word for word. */
export const serverErrors = {
  loadingModel: () => errorReply('llama.cpp', { status: 503, message: 'Loading model' }),
  contextOverflow: (flavour: Flavour): Reply => {
    const messages: Readonly<Record<Flavour, string>> = {
      'llama.cpp': 'request (5000 tokens) exceeds the available context size (4096 tokens), try increasing it',
      ollama: 'the prompt is longer than the context length currently available to the model',
      vllm: "This model's maximum context length is 16384 tokens. However, you requested 8192 output tokens and your prompt contains at least 8193 input tokens.",
      openai: "This model's maximum context length is 8192 tokens. However, your messages resulted in 9001 tokens.",
    };
    const special =
      flavour === 'llama.cpp'
        ? { type: 'exceed_context_size_error' }
        : flavour === 'openai'
          ? { code: 'context_length_exceeded', param: 'messages' }
          : {};
    return errorReply(flavour, { status: 400, message: messages[flavour], ...special });
  },
  textTooLarge: () =>
    errorReply('llama.cpp', {
      status: 500,
      message: 'input (700 tokens) is too large to process. increase the physical batch size (current batch size: 512)',
    }),
  noEmbeddings: () =>
    errorReply('llama.cpp', {
      status: 501,
      message: 'This server does not support embeddings. Start it with `--embeddings`',
    }),
  modelMissing: (flavour: Flavour, model: string): Reply => {
    if (flavour === 'openai') {
      const message = `The model \`${model}\` does not exist or you do not have access to it.`;
      return errorReply(flavour, { status: 404, message, code: 'model_not_found' });
    }
    const message = flavour === 'vllm' ? `The model \`${model}\` does not exist.` : `model '${model}' not found`;
    return errorReply(flavour, { status: 404, message });
  },
  routeMissing: (flavour: Flavour, method: string, path: string): Reply => {
    if (flavour === 'llama.cpp') return errorReply(flavour, { status: 404, message: 'File Not Found' });
    if (flavour === 'openai') return errorReply(flavour, { status: 404, message: `Invalid URL (${method} ${path})` });
    if (flavour === 'vllm') return { status: 404, body: { detail: 'Not Found' } };
    return { status: 404, body: '404 page not found' };
  },
  keyRejected: (flavour: Flavour): Reply => {
    if (flavour === 'vllm') return { status: 401, body: { error: 'Unauthorized' } };
    if (flavour === 'llama.cpp') return errorReply(flavour, { status: 401, message: 'Invalid API Key' });
    return errorReply(flavour, { status: 401, message: 'Incorrect API key provided.', code: 'invalid_api_key' });
  },
  rateLimited: (headers: Readonly<Record<string, string>>, message = 'Rate limit reached for requests') =>
    errorReply('openai', { status: 429, message, code: 'rate_limit_exceeded', headers }),
  quotaExceeded: () =>
    errorReply('openai', {
      status: 429,
      message: 'You exceeded your current quota, please check your plan and billing details.',
      type: 'insufficient_quota',
      code: 'insufficient_quota',
    }),
  serverBusy: () =>
    errorReply('ollama', {
      status: 503,
      message: 'server busy, please try again.  maximum pending requests exceeded',
    }),
  unsupportedParameter: (param: string, message: string) =>
    errorReply('openai', { status: 400, message, code: 'unsupported_parameter', param }),
  notFinite: () => errorReply('ollama', { status: 400, message: 'embedding contains NaN or Inf values' }),
} as const;
