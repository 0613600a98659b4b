import { RagError } from '../core/errors.ts';
import { nearestFirst } from '../text/closest-name.ts';
import type { OpenaiServer } from './openai-server.ts';
import type { ServerContext } from './server-context.ts';

/** The error completed with what the server does have, nearest name first, and with the command that fetches a model. */
export async function withAvailableModels(
  error: RagError,
  { context, server, signal }: { context: ServerContext; server: OpenaiServer; signal: AbortSignal },
): Promise<RagError> {
  const { model } = context;
  const names = nearestFirst(model, await server.modelNames(signal)).slice(0, MOST_NAMES);
  const hints = [
    ...(OLLAMA_WORDS.test(String(error.details.text)) ? [`fetch it:  ollama pull ${model}`] : []),
    names.length === 0 ? 'the server lists no models' : `the server has: ${names.join(', ')}`,
  ];
  return new RagError(error.code, error.message, {
    hint: hints.join('\n'),
    details: { ...error.details, available: names },
  });
}

const MOST_NAMES = 10;
/** vLLM and OpenAI quote the name with backticks and say that it "does not exist". */
const OLLAMA_WORDS = /^model ["'].+["'] not found/;
