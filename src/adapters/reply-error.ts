import { RagError } from '../core/errors.ts';
import type { JsonValue } from '../core/fields.ts';
import { type Field, outputFields, type Signature } from '../core/signature.ts';
import { typeName } from '../core/type-name.ts';
import { pythonRepr } from '../python/repr.ts';
import { shortened } from './refusal-text.ts';

/** A reply that could not be read, and what tried. */
export interface Reply {
  /** DSPy's class name of the prompt format. */
  readonly adapter: 'ChatAdapter' | 'JSONAdapter';
  readonly signature: Signature;
  /** As the model sent it. */
  readonly text: string;
}

/** `details` of the error hold the reply and, as `dspyMessage`, what Python would have raised. */
export function replyUnparsable(reply: Reply, fact: string, dspyMessage: string): RagError {
  return new RagError('REPLY_UNPARSABLE', fact, { details: { reply: reply.text, dspyMessage } });
}

/** For a reply without all output fields; `found` are those it has. */
export function fieldsMissing(reply: Reply, found: readonly string[], dspyMessage: string): RagError {
  const expected = outputFields(reply.signature).map(({ name }) => name);
  const missing = expected.filter((name) => !found.includes(name));
  return replyUnparsable(reply, `the reply lacks ${list(missing)} of the output fields ${list(expected)}`, dspyMessage);
}

/** For a value that is not of its field's type. */
export function valueInvalid(reply: Reply, { name, type }: Field, value: JsonValue, dspyMessage: string): RagError {
  const fact = `the reply's "${name}" is not of type ${typeName(type)}: ${shortened(pythonRepr(value))}`;
  return replyUnparsable(reply, fact, dspyMessage);
}

function list(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}

interface ParseErrorParts {
  /** Comes first. */
  readonly message?: string;
  /** Names of the fields that were read. */
  readonly found?: readonly string[];
  /** The part of the reply that was read; all of it unless said. */
  readonly read?: string;
}

/** The text of DSPy's AdapterParseError. Source: DSPy 3.0.4, dspy/utils/exceptions.py. */
export function parseErrorText(
  { adapter, signature, text }: Reply,
  { message, found, read = text }: ParseErrorParts,
): string {
  const names = outputFields(signature).map(({ name }) => name);
  return [
    message === undefined ? '' : `${message}\n\n`,
    `Adapter ${adapter} failed to parse the LM response. \n\n`,
    `LM Response: ${read} \n\n`,
    `Expected to find output fields in the LM response: [${names.join(', ')}] \n\n`,
    found === undefined ? '' : `Actual output fields parsed from the LM response: [${found.join(', ')}] \n\n`,
  ].join('');
}
