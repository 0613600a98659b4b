import { RagError } from '../core/errors.ts';
import { errorCode } from '../files/error-code.ts';

/** What a failed read means to the user: a RagError passes through, the rest is translated by its system code. */
export function fileError(name: string, error: unknown): RagError {
  if (error instanceof RagError) return error;
  const code = errorCode(error);
  const reason = error instanceof Error ? error.message : String(error);
  const facts = { cause: error, details: { file: name } };
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new RagError('FILE_NOT_FOUND', `there is no file ${name}`, facts);
    case 'EISDIR':
      return new RagError('FILE_INVALID', `${name} is a folder, expected a file`, facts);
    case 'EACCES':
    case 'EPERM':
      return new RagError('FILE_INVALID', `${name} may not be read by this user`, facts);
    default:
      return new RagError('FILE_INVALID', `${name} cannot be read: ${reason}`, facts);
  }
}

/** For whoever tells of an error by a callback, when nobody listens. */
export function raise(error: RagError): never {
  throw error;
}
