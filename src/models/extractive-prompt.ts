import type { Message, Prompt } from '../core/language-model.ts';
import { readJson, readSections } from './prompt-sections.ts';

/** An output the prompt asks for. */
export interface WantedField {
  readonly name: string;
  /** What the prompt says a value must be: `must be True or False`; empty for free text. */
  readonly note: string;
}

export type Values = ReadonlyMap<string, string>;

export interface ShownDemo {
  readonly inputs: Values;
  readonly outputs: Values;
}

/** A prompt of the chat or JSON adapter, read back. */
export interface ReadPrompt {
  readonly format: 'chat' | 'json' | 'text';
  readonly outputs: readonly WantedField[];
  readonly demos: readonly ShownDemo[];
  readonly inputs: Values;
}

/** A prompt without a structure is read as a text with a question in its last line, to be answered with plain text. */
export function readPrompt({ messages, responseFormat }: Prompt): ReadPrompt {
  const system = contentsOf(messages, 'system').join('\n');
  const isJson = system.includes(JSON_STRUCTURE) || responseFormat !== null;
  const outputs = wantedFields(system);
  const turns = messages.filter(({ role }) => role !== 'system');
  const request = withoutReminder(turns.findLast(({ role }) => role === 'user')?.content ?? '');
  const sections = readSections(request);
  const inputs = sections.size > 0 ? sections : readPlain(request);
  if (outputs.length === 0) return { format: 'text', outputs: [{ name: 'answer', note: '' }], demos: [], inputs };
  return { format: isJson ? 'json' : 'chat', outputs, demos: demosIn(turns, isJson), inputs };
}

const JSON_STRUCTURE = 'Outputs will be a JSON object with the following fields.';

function contentsOf(messages: readonly Message[], role: Message['role']): readonly string[] {
  return messages.filter((message) => message.role === role).map(({ content }) => content);
}

/** The numbered list below `Your output fields are:`, with the notes on their types. */
function wantedFields(system: string): readonly WantedField[] {
  const list = /Your output fields are:\n([\s\S]*?)\nAll interactions will be structured/.exec(system)?.[1] ?? '';
  const notes = notesIn(system);
  return Array.from(list.matchAll(/^\d+\. `([^`]+)` \(/gm), ([, name = '']) => ({ name, note: notes.get(name) ?? '' }));
}

const NOTE = /^\{[^}]+\}\s+# note: the value you produce ([\s\S]*)$/;

function notesIn(system: string): Values {
  const structure = system.split('In adhering to this structure, your objective is:')[0] ?? '';
  const object = readJson(structure.split(JSON_STRUCTURE)[1] ?? '');
  const shown: readonly (readonly [string, unknown])[] =
    typeof object === 'object' && object !== null ? Object.entries(object) : [...readSections(structure)];
  return new Map(shown.map(([name, text]) => [name, NOTE.exec(String(text))?.[1] ?? '']));
}

const REMINDER = /(?:^|\n\n)Respond with (?:the corresponding output fields|a JSON object)[^\n]*$/;

function withoutReminder(content: string): string {
  return content.replace(REMINDER, '');
}

function readPlain(content: string): Values {
  const lines = content.trim().split('\n');
  const at = lines.findLastIndex((line) => line.trim().endsWith('?'));
  const question = lines[at < 0 ? lines.length - 1 : at] ?? '';
  return new Map([
    ['context', lines.filter((line) => line !== question).join('\n')],
    ['question', question.trim()],
  ]);
}

const NOT_SUPPLIED = 'Not supplied for this particular example.';

/** The pairs of user and assistant turns before the request, without what was not supplied. */
function demosIn(turns: readonly Message[], isJson: boolean): readonly ShownDemo[] {
  return turns.flatMap(({ role, content }, at) => {
    const reply = turns[at + 1];
    if (role !== 'user' || reply?.role !== 'assistant') return [];
    const outputs = isJson ? fieldsOfJson(reply.content) : readSections(reply.content);
    return [
      {
        inputs: readSections(content),
        outputs: new Map([...outputs].filter(([name, value]) => name !== 'completed' && value !== NOT_SUPPLIED)),
      },
    ];
  });
}

function fieldsOfJson(content: string): Values {
  const object = readJson(content);
  if (typeof object !== 'object' || object === null) return new Map();
  return new Map(
    Object.entries(object).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.trim() : JSON.stringify(value),
    ]),
  );
}
