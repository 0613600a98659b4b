/** The codes of an error, its causes and its parts: a host with several addresses fails in one of them after the other. */
export function networkCodes(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [];
  const parts = error instanceof AggregateError ? error.errors.flatMap(networkCodes) : [];
  return [...ownCode(error), ...parts, ...networkCodes(error.cause)];
}

function ownCode(error: Error): readonly string[] {
  if ('code' in error && typeof error.code === 'string') return [error.code];
  return error.name === 'HTTPParserError' ? ['HPE_INVALID'] : []; // undici 7 gives it no code.
}
