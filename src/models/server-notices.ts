import type { Report } from '../core/events.ts';
import { mayBeSameModel } from './model-name.ts';
import { once } from './once.ts';
import type { OpenaiServer } from './openai-server.ts';
import type { ServerContext } from './server-context.ts';

/** Things a server does not say and that spoil results all the same; each is reported once. */
export interface ServerNotices {
  /** Compares the model that was asked for with the only one the server has: llama.cpp ignores the name in a request. */
  checkModel(signal: AbortSignal): Promise<void>;
  /** Compares the tokens the server counted with the characters sent: Ollama drops what exceeds its context. */
  checkLength(characters: number, promptTokens: number): void;
  /** Tells that a reply ended because it was long enough, not because the model was done. */
  checkFinish(finishReason: string): void;
}

export function serverNotices(context: ServerContext, server: OpenaiServer, report: Report): ServerNotices {
  const { address, model, serves } = context;
  let checked: Promise<void> | null = null;
  const compareNames = async (signal: AbortSignal) => {
    const [only, ...others] = await server.modelNames(signal);
    if (only === undefined || others.length > 0 || mayBeSameModel(only, model)) return;
    const message = `${address.url} was asked for "${model}" and serves "${only}"`;
    report({ type: 'notice', code: 'MODEL_DIFFERS', message });
  };
  const reportCut = once(() => {
    const what = serves === 'completions' ? 'a prompt' : 'texts';
    const message = `${address.url} seems to have cut ${what}: it counted far fewer tokens than were sent; give the model a larger context`;
    report({ type: 'notice', code: 'INPUT_TRUNCATED', message });
  });
  const reportUnfinished = once(() => {
    const message = `"${model}" was stopped at the token limit before it was done; raise maxTokens, or give it a larger context`;
    report({ type: 'notice', code: 'REPLY_TRUNCATED', message });
  });

  return {
    checkModel: (signal) => {
      checked ??= compareNames(signal);
      return checked;
    },
    checkLength: (characters, promptTokens) => {
      if (promptTokens > 0 && promptTokens * CHARACTERS_PER_TOKEN_AT_MOST < characters) reportCut();
    },
    checkFinish: (finishReason) => {
      if (finishReason === 'length') reportUnfinished();
    },
  };
}

/** Prose has about 4 characters to a token in every common tokenizer, code and other scripts fewer. */
const CHARACTERS_PER_TOKEN_AT_MOST = 8;
