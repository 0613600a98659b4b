import { z } from 'zod';
import { RagError } from '../../core/errors.ts';
import { parsePythonJson } from '../../python/parse-json.ts';
import type { Vectors } from './area.ts';

/**
 * A file of recordings in which `1` and `1.0` are the same.
 *
 * @throws RagError FILE_NOT_FOUND, FILE_INVALID
 */
export async function readPlain<T>(vectors: Vectors, name: string, schema: z.ZodType<T>): Promise<T> {
  return validated(name, schema, JSON.parse(await vectors.read(name)));
}

/**
 * The cases of a file of recordings in which `1.0` stays a Python float.
 *
 * @throws RagError FILE_NOT_FOUND, FILE_INVALID
 */
export async function readCases<T>(vectors: Vectors, name: string, schema: z.ZodType<T>): Promise<readonly T[]> {
  const file = validated(name, z.looseObject({ cases: z.array(schema) }), parsePythonJson(await vectors.read(name)));
  return file.cases;
}

function validated<T>(name: string, schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new RagError('FILE_INVALID', `${name}: ${issue?.path.join('.')}: ${issue?.message}`);
}
