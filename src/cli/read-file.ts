import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { RagError } from '../core/errors.ts';
import { decodeReport } from '../formats/report-json.ts';
import type { FiledReport } from '../pipelines/compare-reports.ts';
import { fileError } from '../sources/file-errors.ts';

/**
 * The text of a file that the user named; the name, relative to `cwd`, stands in messages as it was given.
 *
 * @throws RagError FILE_NOT_FOUND, FILE_INVALID when it cannot be read or is not UTF-8
 */
export async function readTextFile(name: string, cwd: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(resolve(cwd, name)));
  } catch (error) {
    if (!(error instanceof TypeError)) throw fileError(name, error);
    throw new RagError('FILE_INVALID', `${name} is not UTF-8 text`, { cause: error, details: { file: name } });
  }
}

/** @throws RagError FILE_NOT_FOUND, FILE_INVALID, REPORT_INVALID */
export async function readReport(file: string, cwd: string): Promise<FiledReport> {
  return { file, report: decodeReport(await readTextFile(file, cwd), file) };
}
