import { RagError } from '../core/errors.ts';
import { type Fields, isFields, type JsonValue } from '../core/fields.ts';
import { parsePythonJson } from '../python/parse-json.ts';

/**
 * The top level of a saved program. Floats keep their `.0` and keys their order, so that writing it again gives the
 * same text.
 *
 * @throws RagError ARTIFACT_INVALID naming the place, for anything that is not a JSON object
 */
export function readSavedFile(text: string, file: string): Fields {
  if (text.trim() === '') throw invalid(`${file} is empty`);
  if (isPickle(text)) {
    throw invalid(
      `${file} is a Python pickle, which only Python can read`,
      'save the program as JSON in Python:  program.save("program.json")',
    );
  }
  const saved = parse(text, file);
  if (!isFields(saved))
    throw invalid(`${file} holds ${kindOf(saved)}, expected an object with one entry per predictor`);
  if (Object.keys(saved).join() === 'dependency_versions') {
    throw invalid(
      `${file} is the metadata of a whole program, which DSPy keeps in program.pkl beside it`,
      'save the state alone in Python:  program.save("program.json")',
    );
  }
  return saved;
}

/** The first two bytes of pickle protocols 2 to 5; read as UTF-8, the first one becomes a replacement character. */
function isPickle(text: string): boolean {
  return '\u0080\ufffd'.includes(text.charAt(0)) && text.charCodeAt(1) <= 5;
}

function parse(text: string, file: string): JsonValue {
  try {
    return parsePythonJson(text);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw invalid(`${file} is not JSON: ${cause.message}`, 'make a new one:  rag compile', cause);
  }
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}

function invalid(message: string, hint = 'make a new one:  rag compile', cause?: unknown): RagError {
  return new RagError('ARTIFACT_INVALID', message, { hint, cause });
}
