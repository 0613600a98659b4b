import type { Fields, JsonValue } from '../core/fields.ts';
import { outputFields, type Signature } from '../core/signature.ts';
import { pythonRepr } from '../python/repr.ts';
import { isList } from '../python/value.ts';
import { shortened } from './refusal-text.ts';
import { repairJson } from './repair-json.ts';
import { fieldsMissing, parseErrorText, type Reply, replyUnparsable, valueInvalid } from './reply-error.ts';
import { typedValue } from './typed-value.ts';
import { isScalar } from './value-text.ts';

/**
 * The output fields of the first JSON object in the text, in its order; other keys are passed over.
 *
 * Source: DSPy 3.0.4, dspy/adapters/json_adapter.py, JSONAdapter.parse.
 *
 * @throws RagError REPLY_UNPARSABLE when there is no object, a field is missing, or a value is not of its type
 */
export function parseJsonReply(signature: Signature, text: string): Fields {
  const reply: Reply = { adapter: 'JSONAdapter', signature, text };
  const read = firstObject(text) ?? text;
  const object = repairJson(read);
  if (isList(object) || isScalar(object)) {
    const message = 'LM response cannot be serialized to a JSON object.';
    const fact = `the reply is not a JSON object: ${shortened(pythonRepr(text))}`;
    throw replyUnparsable(reply, fact, parseErrorText(reply, { message, read }));
  }
  const values: [string, JsonValue][] = [];
  const outputs = new Map(outputFields(signature).map((field) => [field.name, field]));
  for (const [name, value] of Object.entries(object)) {
    const field = outputs.get(name);
    if (field === undefined) continue;
    const typed = typedValue(field.type, value);
    if ('failure' in typed) throw valueInvalid(reply, field, value, typed.failure);
    values.push([name, typed.value]);
  }
  const found = values.map(([name]) => name);
  if (found.length < outputs.size) throw fieldsMissing(reply, found, parseErrorText(reply, { found, read }));
  return Object.fromEntries(values);
}

/**
 * The text from the first `{` that has its `}` up to that `}`; null when no brace has. Braces inside strings count like any others,
 * as they do in DSPy's regular expression, so a `}` in a value cuts the object short.
 */
function firstObject(text: string): string | null {
  const open: number[] = [];
  let start = text.length;
  let end = -1;
  for (let position = 0; position < text.length && (end === -1 || open.length > 0); position += 1) {
    const brace = text.charAt(position);
    if (brace === '{') open.push(position);
    if (brace !== '}') continue;
    const partner = open.pop() ?? text.length;
    if (partner < start) [start, end] = [partner, position];
  }
  return end === -1 ? null : text.slice(start, end + 1);
}
