import type { Fields, JsonValue } from '../core/fields.ts';
import { type Field, outputFields, type Signature } from '../core/signature.ts';
import { codePointLength, sliceCodePoints } from '../python/code-points.ts';
import { LINE_END, strip, WORD_CHARACTER } from '../python/strings.ts';
import { fieldsMissing, parseErrorText, type Reply, valueInvalid } from './reply-error.ts';
import { typedValue } from './typed-value.ts';

/**
 * The output fields found under headers like `[[ ## answer ## ]]`, in order of appearance. The first section of a name counts; text
 * before the first header and sections of other names are passed over. Takes linear time.
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
  /** The header as written, without the blanks around it. */
  readonly header: string;
  /** All lines, from the start of the one with the header. */
  readonly lines: string;
}

const HEADER = new RegExp(`\\[\\[ ## (${WORD_CHARACTER}+) ## \\]\\]`, 'gu');

function sectionsOf(text: string): readonly Section[] {
  const headers = Array.from(text.matchAll(HEADER), ({ 0: header, 1: name = '', index }) => {
    return { header, name, start: lineStart(text, index) };
  }).filter(({ start }) => start !== -1);
  return headers.map(({ header, name, start }, index) => {
    return { name, header, lines: text.slice(start, headers[index + 1]?.start) };
  });
}

const LINE_ENDS = new RegExp(LINE_END, 'g');

/** Where the line of this position starts, if there are only blanks before it; otherwise -1. */
function lineStart(text: string, position: number): number {
  let start = position;
  while (start > 0 && strip(text.charAt(start - 1)) === '') {
    if (isLineEnd(text.charAt(start - 1))) return start;
    start -= 1;
  }
  return start === 0 ? 0 : -1;
}

function isLineEnd(character: string): boolean {
  return character.search(LINE_ENDS) === 0;
}

function sectionValue(reply: Reply, field: Field, section: Section): JsonValue {
  const text = sectionText(section);
  const typed = typedValue(field.type, text);
  if ('value' in typed) return typed.value;
  const message = `Failed to parse field ${field.name} with value ${text} from the LM response. Error message: ${typed.failure}`;
  throw valueInvalid(reply, field, text, parseErrorText(reply, { message }));
}

/**
 * DSPy finds the header in the line without blanks around it, but cuts as many characters off the line as it stands: with blanks
 * before a header, its last characters stay in the text. Saved demos show it.
 */
function sectionText({ header, lines }: Section): string {
  const isFirst = lines.startsWith(header);
  const content = isFirst ? lines.slice(header.length) : sliceCodePoints(lines, codePointLength(header));
  const end = content.search(LINE_ENDS);
  const first = end === -1 ? content : content.slice(0, end);
  const others = end === -1 ? '' : content.slice(end).replaceAll(LINE_ENDS, '\n');
  return strip(strip(first) + others);
}
