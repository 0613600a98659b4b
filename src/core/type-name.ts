import { pythonStr } from '../python/repr.ts';
import { assertNever } from './errors.ts';
import type { FieldType, LiteralValue } from './field-type.ts';

/**
 * The type as prompts name it: `list[str]`, `Literal['yes', 'no']`, `Union[int, NoneType]`.
 *
 * Source: DSPy 3.0.4, dspy/adapters/utils.py, get_annotation_name.
 */
export function typeName(type: FieldType): string {
  switch (type.type) {
    case 'str':
    case 'int':
    case 'float':
    case 'bool':
      return type.type;
    case 'none':
      return 'NoneType';
    case 'any':
      return 'Any';
    case 'list':
      return type.items === null ? 'list' : `list[${typeName(type.items)}]`;
    case 'dict':
      return type.entries === null ? 'dict' : `dict[${typeName(type.entries.keys)}, ${typeName(type.entries.values)}]`;
    case 'literal':
      return `Literal[${type.values.map(literalName).join(', ')}]`;
    case 'union':
      return `Union[${type.members.map(typeName).join(', ')}]`;
    case 'enum':
      return type.name;
    case 'history':
      return 'History';
    default:
      return assertNever(type);
  }
}

function literalName(value: LiteralValue): string {
  return typeof value === 'string' ? quote(value) : pythonStr(value);
}

/** Not Python's repr: line breaks and backslashes stay as they are. */
function quote(text: string): string {
  if (!text.includes("'")) return `'${text}'`;
  return text.includes('"') ? `'${text.replaceAll("'", "\\'")}'` : `"${text}"`;
}
