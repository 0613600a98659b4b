import type { z } from 'zod';

/** Where a value is not what was expected, and what was: `choices.0.message: expected object, received undefined`. */
export function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined) return 'unknown shape';
  const place = issue.path.length === 0 ? 'the reply' : issue.path.join('.');
  return `${place}: ${issue.message.replace(/^Invalid input: /, '')}`;
}
