/** The model as its server knows it: DSPy's names carry the provider, `openai/gemma-3-4b-it`, the servers' do not. */
export function serverModelName(model: string): string {
  return model.startsWith(PROVIDER) ? model.slice(PROVIDER.length) : model;
}

/** The model as DSPy names it, provider first. */
export function dspyModelName(model: string): string {
  return PROVIDER + serverModelName(model);
}

const PROVIDER = 'openai/';

/** DSPy 3.0.4, dspy/clients/lm.py, LM.__init__: these models take `max_completion_tokens` where others take `max_tokens`. */
export function isReasoningModel(model: string): boolean {
  return /^(o[1345]|gpt-5)/.test((model.split('/').at(-1) ?? '').toLowerCase());
}

/**
 * True when two names may mean the same model: one is part of the other once case, punctuation and the tag `latest` are gone.
 * llama.cpp lists the path of the weights: `/models/gemma-3-4b-it-Q4_K_M.gguf` is `gemma-3-4b-it`.
 */
export function mayBeSameModel(one: string, other: string): boolean {
  const [a, b] = [bare(one), bare(other)];
  return a.includes(b) || b.includes(a);
}

function bare(name: string): string {
  return name
    .toLowerCase()
    .replace(/:latest$/, '')
    .replaceAll(/[^a-z0-9]/g, '');
}
