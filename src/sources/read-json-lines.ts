import { RagError } from '../core/errors.ts';
import { parsePythonJson } from '../python/parse-json.ts';
import { readLines } from './read-lines.ts';
import type { RawRow, ReadOptions, SourceFile } from './source-file.ts';

/**
 * One row per line of JSON; blank lines are skipped. Numbers keep what Python sees in them: `1.0` is not `1`, and large whole
 * numbers are exact. A line that is not JSON, or longer than 64 MiB, is an invalid row.
 *
 * @throws RagError FILE_NOT_FOUND, FILE_INVALID
 */
export async function* readJsonLines(file: SourceFile, options: ReadOptions): AsyncGenerator<RawRow> {
  const { onInvalid } = options;
  for await (const { text, number } of readLines(file, options, onInvalid)) {
    if (text.trim() === '') continue;
    const origin = `${file.name}:${number}`;
    const row = parseLine(text, origin);
    if (row instanceof RagError) onInvalid(row);
    else yield row;
  }
}

function parseLine(text: string, origin: string): RawRow | RagError {
  try {
    return { value: parsePythonJson(text), origin };
  } catch (cause) {
    // The text is one line; where that line is says the origin.
    const reason = cause instanceof Error ? cause.message.replace('at line 1, column', 'at column') : String(cause);
    return new RagError('ROW_INVALID', `${origin} is not JSON: ${reason}`, {
      cause,
      hint: 'each line must be one complete JSON object; a file with one list of objects must be named .json',
      details: { origin },
    });
  }
}
