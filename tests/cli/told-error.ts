import type { RagResult } from './run-rag.ts';

/** Exit code and error as people see it, without what differs from run to run. */
export function toldError({ code, stderr }: RagResult, folder: string): { code: number | null; error: string } {
  const error = stderr.slice(Math.max(0, stderr.indexOf('error ')));
  return {
    code,
    error: error
      .replaceAll(folder, 'FOLDER')
      .replaceAll(/127\.0\.0\.1:\d+/g, 'HOST')
      .trimEnd(),
  };
}
