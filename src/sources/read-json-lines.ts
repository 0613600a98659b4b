import { RagError } from '../core/errors.ts';
import { parsePythonJson } from '../python/parse-json.ts';
import { readLines } from './read-lines.ts';
import type { RawRow, ReadOptions, SourceFile } from './source-file.ts';

/**
 * One row per line of JSON; blank lines are skipped. Numbers keep what Python sees in them: `1.0` is not `1`, and large whole
 * numbers are exact.
 *
 * @throws RagError FILE_INVALID naming the line that is not JSON
 */
export async function* readJsonLines(file: SourceFile, options: ReadOptions): AsyncGenerator<RawRow> {
  for await (const { text, number } of readLines(file, options)) {
    if (text.trim() === '') continue;
    const origin = `${file.name}:${number}`;
    yield { value: parseLine(text, origin), origin };
  }
}

function parseLine(text: string, origin: string): unknown {
  try {
    return parsePythonJson(text);
  } catch (cause) {
    // The text is one line; where that line is says the origin.
    const reason = cause instanceof Error ? cause.message.replace('at line 1, column', 'at column') : String(cause);
    throw new RagError('FILE_INVALID', `${origin} is not JSON: ${reason}`, {
      cause,
      hint: 'each line must be one complete JSON object; a file with one list of objects must be named .json',
      details: { origin },
    });
  }
}
