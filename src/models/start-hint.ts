import type { ServerContext } from './server-context.ts';

/** How to get a server where nothing answers: the command of the program that usually listens on that port. */
export function startHint(context: ServerContext): string {
  const command = startCommand(context);
  const first =
    command === null ? 'check that the server runs and that the base URL is right' : `start it:  ${command}`;
  return `${first}\nor work without any server:  --config offline`;
}

function startCommand({ address, serves, model }: ServerContext): string | null {
  if (!address.isLoopback) return null;
  switch (address.port) {
    case 11434:
      return 'ollama serve';
    case 8080:
    case 9931: // llama.cpp's default port moves from the first to the second (ggml-org/llama.cpp#26508).
      return llamaServer(serves, address.port);
    case 8000:
      return `vllm serve ${model}${serves === 'embeddings' ? ' --runner pooling' : ''}`;
    case 1234:
      return 'lms server start';
    default:
      return null;
  }
}

/** `llama-server` with a model that is right for the task; Qwen3-Embedding pools the last token. */
export function llamaServer(serves: ServerContext['serves'], port: number): string {
  return serves === 'completions'
    ? `llama-server -hf unsloth/gemma-3-4b-it-GGUF:Q4_K_M --port ${port}`
    : `llama-server -hf Qwen/Qwen3-Embedding-0.6B-GGUF:Q8_0 --embeddings --pooling last --port ${port}`;
}
