import { RagError } from '../../src/core/errors.ts';

/** What a user gets to see of a failure, and whether it may be retried; the port of a local server is written as PORT. */
export async function failureOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    (value) => new Error(`no failure but ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  return describeFailure(error);
}

export function describeFailure(error: unknown): string {
  if (!(error instanceof RagError)) return `not a RagError: ${error instanceof Error ? error.stack : String(error)}`;
  const { code, kind, message, hint, retry } = error;
  const advice = retry === null ? 'no retry' : retry.afterMs === null ? 'retry' : `retry after ${retry.afterMs} ms`;
  return `${code} (${kind}, ${advice})\n${message}\n${hint}`.replaceAll(/127\.0\.0\.1:\d{5}\b/g, '127.0.0.1:PORT');
}
