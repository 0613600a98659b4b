import { basename, resolve } from 'node:path';
import { z } from 'zod';
import { RagError } from '../core/errors.ts';
import type { EvaluationReport } from '../core/report.ts';
import { writeAtomically } from '../files/write-atomically.ts';
import { encodeReport } from '../formats/report-json.ts';

/** By the end of the file's name. */
const FORMATS: Readonly<Record<string, (report: EvaluationReport) => string>> = {
  '.json': encodeReport,
};

/** The arguments of commander's `option`; the value is a list. */
export const OUTPUT_OPTION = [
  '-o, --output <file>',
  `write the report to a file, again for more: ${Object.keys(FORMATS).join(', ')}`,
  (value: string, before: string[] = []) => [...before, value],
] as const;

export interface ReportFile {
  /** Absolute. */
  readonly path: string;
  readonly encode: (report: EvaluationReport) => string;
}

/**
 * The files that `-o` names, each with its format.
 *
 * @throws RagError USAGE_INVALID for a name that ends otherwise
 */
export function reportFiles(given: unknown, cwd: string): readonly ReportFile[] {
  return z
    .array(z.string())
    .default([])
    .parse(given)
    .map((name) => {
      const format = Object.entries(FORMATS).find(([ending]) => basename(name).endsWith(ending));
      if (format !== undefined) return { path: resolve(cwd, name), encode: format[1] };
      const endings = Object.keys(FORMATS).join(', ');
      throw new RagError(
        'USAGE_INVALID',
        `-o ${name}: the format of a report is told by its name, which ends in ${endings}`,
      );
    });
}

/** @throws RagError FILE_NOT_WRITABLE, DISK_FULL */
export async function writeReports(files: readonly ReportFile[], report: EvaluationReport): Promise<void> {
  for (const { path, encode } of files) await writeAtomically(path, encode(report));
}
