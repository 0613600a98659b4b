import { describe, expect, it } from 'vitest';
import { placeholder } from '../../src/adapters/field-text.ts';
import { parseSignature } from '../../src/core/signature-text.ts';
import { typeName } from '../../src/core/type-name.ts';
import { recorded } from '../adapters/recorded.ts';

interface RecordedSignature {
  readonly text: string;
  readonly error?: string;
}

describe('parseSignature', () => {
  const cases = recorded<RecordedSignature>('signatures.json');

  it('reads the fields, types, prefixes and instructions DSPy reads', () => {
    const valid = cases.filter(({ error }) => error === undefined);

    expect(valid.map(({ text }) => described(text))).toEqual(valid);
  });

  it('says what is wrong where DSPy raises', () => {
    const invalid = cases.filter(({ error }) => error !== undefined);

    expect(invalid.map(({ text }) => messageFor(text)).join('\n')).toMatchInlineSnapshot(`
      "RagError: signature "": must contain exactly one '->', found 0
      RagError: signature "question": must contain exactly one '->', found 0
      RagError: signature "a -> b -> c": must contain exactly one '->', found 2
      RagError: signature "a b -> c": expected ",", found "b"
      RagError: signature "a-b -> c": expected ",", found "-"
      RagError: signature "a; b -> c": expected ",", found ";"
      RagError: signature "a,,b -> c": expected a field name, found ","
      RagError: signature " , -> b": expected a field name, found ","
      RagError: signature "1a -> b": expected a field name, found "1"
      RagError: signature "class -> b": "class" is a Python keyword and cannot name a field
      RagError: signature "True -> b": "True" is a Python keyword and cannot name a field
      RagError: signature "_private -> b": field name "_private" starts with an underscore
      RagError: signature "fields -> b": DSPy uses the name "fields" itself and cannot load such a field
      RagError: signature "a -> instructions": DSPy uses the name "instructions" itself and cannot load such a field
      RagError: signature "a -> b: ": expected a type, found the end
      RagError: signature "a -> b: int |": expected a type, found the end
      RagError: signature "a -> b: Foo": unknown type "Foo", known are bool, str, int, float, Any, None, list, dict, Union, List, Dict, Literal, Optional, NoneType, dspy.History
      RagError: signature "a -> b: foo.Bar": unknown type "foo.Bar", known are float, bool, str, Literal, None, int, list, dict, Optional, Union, Any, NoneType, List, Dict, dspy.History
      RagError: signature "a -> b: 'int'": expected a type, found 'int'
      RagError: signature "a -> b: list[]": expected a type, found "]"
      RagError: signature "a -> b: list[int": expected "]", found the end
      RagError: signature "a -> b: dict[int]": dict takes 2 types, found 1
      RagError: signature "a -> b: Optional[int, str]": Optional takes one type, found 2
      RagError: signature "a -> b: Literal": expected "[", found the end
      RagError: signature "a -> b: Union": expected "[", found the end
      RagError: signature "a -> b: Literal[x]": expected a text in quotes, a number, True, False or None, found "x"
      RagError: signature "a -> b: Literal[-1]": expected a text in quotes, a number, True, False or None, found "-"
      RagError: signature "a -> b: Literal[]": expected a text in quotes, a number, True, False or None, found "]"
      RagError: signature "a -> b: History": unknown type "History", known are dspy.History, str, list, List, int, dict, Literal, Dict, float, bool, Union, Any, None, Optional, NoneType"
    `);
  });

  it('refuses what DSPy would silently leave out', () => {
    const texts = ['a: int = 3 -> b', 'a, /, b -> c', '*a -> b', 'a -> b: set[int]', 'a -> b: list[dspy.History]'];

    expect(texts.map(messageFor).join('\n')).toMatchInlineSnapshot(`
      "RagError: signature "a: int = 3 -> b": expected ",", found "="
      RagError: signature "a, /, b -> c": expected a field name, found "/"
      RagError: signature "*a -> b": expected a field name, found "*"
      RagError: signature "a -> b: set[int]": unknown type "set", known are str, int, list, dict, Any, List, Dict, float, bool, None, Union, Literal, NoneType, Optional, dspy.History
      RagError: signature "a -> b: list[dspy.History]": output "b" cannot be a history"
    `);
  });

  it('takes instructions, descriptions, prefixes, constraints and types of the program', () => {
    const signature = parseSignature('question -> score: Score', {
      instructions: '\n    Judge the question.\n\n    - be fair\n    ',
      descriptions: { score: 'from 1 to 5' },
      prefixes: { question: 'Q:' },
      constraints: { score: 'less than or equal to: 5' },
      types: { Score: { type: 'int' } },
    });

    expect(signature).toEqual({
      instructions: 'Judge the question.\n\n- be fair',
      fields: [
        {
          name: 'question',
          role: 'input',
          type: { type: 'str' },
          prefix: 'Q:',
          description: `\${question}`,
          constraints: null,
        },
        {
          name: 'score',
          role: 'output',
          type: { type: 'int' },
          prefix: 'Score:',
          description: 'from 1 to 5',
          constraints: 'less than or equal to: 5',
        },
      ],
    });
  });

  it('refuses a description of a field that is not there', () => {
    expect(() => parseSignature('question -> answer', { descriptions: { anwser: 'short' } })).toThrow(
      'signature "question -> answer": has no field "anwser", only question, answer',
    );
  });

  function described(text: string): unknown {
    const { instructions, fields } = parseSignature(text);
    return {
      text,
      instructions,
      fields: fields.map((field) => ({
        name: field.name,
        role: field.role,
        type: typeName(field.type),
        prefix: field.prefix,
        description: field.description,
        placeholder: placeholder(field),
      })),
    };
  }

  function messageFor(text: string): string {
    try {
      return `no error: ${JSON.stringify(parseSignature(text))}`;
    } catch (error) {
      return String(error);
    }
  }
});
