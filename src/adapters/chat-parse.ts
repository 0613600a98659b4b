import type { Fields, JsonValue } from '../core/fields.ts';
import { type Field, outputFields, type Signature } from '../core/signature.ts';
import { codePointLength, sliceCodePoints } from '../python/code-points.ts';
import { splitLines, strip, WORD_CHARACTER } from '../python/strings.ts';
import { fieldsMissing, parseErrorText, type Reply, valueInvalid } from './reply-error.ts';
import { typedValue } from './typed-value.ts';

/**
 * The output fields found under headers like `[[ ## answer ## ]]`, in order of appearance. The first section of a name counts; text
 * before the first header and sections of other names are passed over.
 *
 * Source: DSPy 3.0.4, dspy/adapters/chat_adapter.py, ChatAdapter.parse.
 *
 * @throws RagError REPLY_UNPARSABLE when a field is missing or not of its type
 */
export function parseChatReply(signature: Signature, text: string): Fields {
  const reply: Reply = { adapter: 'ChatAdapter', signature, text };
  const outputs = new Map(outputFields(signature).map((field) => [field.name, field]));
  const values = new Map<string, JsonValue>();
  for (const section of sectionsOf(text)) {
    const field = outputs.get(section.name);
    if (field !== undefined && !values.has(field.name)) values.set(field.name, sectionValue(reply, field, section));
  }
  const found = [...values.keys()];
  if (found.length < outputs.size) throw fieldsMissing(reply, found, parseErrorText(reply, { found }));
  return Object.fromEntries(values);
}

interface Section {
  readonly name: string;
  readonly lines: string[];
}

const HEADER = new RegExp(`^\\[\\[ ## (${WORD_CHARACTER}+) ## \\]\\]`, 'u');

/** What stands before the first header has no name and is left out. */
function sectionsOf(text: string): readonly Section[] {
  const sections: Section[] = [];
  for (const line of splitLines(text)) {
    const [header, name] = HEADER.exec(strip(line)) ?? [];
    if (header === undefined || name === undefined) sections.at(-1)?.lines.push(line);
    else sections.push({ name, lines: [behind(header, line)] });
  }
  return sections;
}

/**
 * What follows a header on its line. DSPy measures the header in the stripped line and cuts that many characters off the line as it
 * was, so blanks before a header leave the header's last characters in the text; saved demos show it.
 */
function behind(header: string, line: string): string {
  return strip(sliceCodePoints(line, codePointLength(header)));
}

function sectionValue(reply: Reply, { name, type }: Field, { lines }: Section): JsonValue {
  const text = strip(lines.join('\n'));
  const typed = typedValue(type, text);
  if ('value' in typed) return typed.value;
  const message = `Failed to parse field ${name} with value ${text} from the LM response. Error message: ${typed.failure}`;
  throw valueInvalid(reply, name, typed.failure, parseErrorText(reply, { message }));
}
