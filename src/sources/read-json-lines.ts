import { RagError } from '../core/errors.ts';
import { readLines } from './read-lines.ts';
import type { RawRow, ReadOptions, SourceFile } from './source-file.ts';

/**
 * One row per line of JSON; blank lines are skipped.
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
    return JSON.parse(text);
  } catch (cause) {
    throw new RagError('FILE_INVALID', `${origin} is not JSON: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
      hint: 'each line must be one complete JSON object; a file with one list of objects must be named .json',
      details: { origin },
    });
  }
}
