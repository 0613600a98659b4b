import { RagError } from '../core/errors.ts';
import { parsePythonJson } from '../python/parse-json.ts';
import { readAll } from './read-text.ts';
import type { RawRow, ReadOptions, SourceFile } from './source-file.ts';

/**
 * The objects of a JSON list, or of the list under `data` as the hub's viewer and many data sets write it.
 *
 * @throws RagError FILE_INVALID when it is not JSON, holds no such list, or is too large to be read whole
 */
export async function* readJson(file: SourceFile, options: ReadOptions): AsyncGenerator<RawRow> {
  const rows = rowsOf(parse(await readAll(file, options), file));
  if (rows === null) {
    throw invalid(file, 'holds no list of objects', 'expected [{…}, …] or {"data": [{…}, …]}');
  }
  for (const [index, value] of rows.entries()) yield { value, origin: `${file.name} row ${index}` };
}

function parse(text: string, file: SourceFile): unknown {
  try {
    return parsePythonJson(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw invalid(file, `is not JSON: ${reason}`, 'a file with one object per line must be named .jsonl', cause);
  }
}

function rowsOf(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value;
  if (typeof value === 'object' && value !== null && 'data' in value && Array.isArray(value.data)) return value.data;
  return null;
}

function invalid({ name }: SourceFile, what: string, hint: string, cause?: unknown): RagError {
  return new RagError('FILE_INVALID', `${name} ${what}`, { hint, cause, details: { file: name } });
}
