import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { RagError } from '../core/errors.ts';

/**
 * The passages in a file: a JSON array of texts, else one passage per line, blank lines left out.
 *
 * @throws RagError FILE_NOT_FOUND, FILE_INVALID
 */
export async function readContext(path: string): Promise<readonly string[]> {
  const text = await readText(path);
  if (!text.trimStart().startsWith('[')) return text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const { data, error } = z.array(z.string()).safeParse(parse(text, path));
  if (data !== undefined) return data;
  const [issue] = error.issues;
  throw new RagError('FILE_INVALID', `${path}: passage ${issue?.path.join('.')}: expected a text`);
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new RagError('FILE_NOT_FOUND', `there is no file ${path} to read passages from`, { cause });
  }
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new RagError('FILE_INVALID', `${path} starts like a JSON array of passages but is none: ${cause}`, {
      hint: 'write a JSON array of texts, or one passage per line',
      cause,
    });
  }
}
