import type { Wiring } from './wire.ts';

/** What questions are prefixed with: a retriever's option, where the retriever has one. */
export function queryInstruction({ config }: Wiring): string | null {
  const { queryInstruction: instruction } = config.parts.retriever.options;
  return typeof instruction === 'string' ? instruction : null;
}
