import { assertNever } from '../core/errors.ts';
import type { FieldType } from '../core/field-type.ts';
import { pythonRepr } from '../python/repr.ts';

/** The type as pydantic names it in its error messages: `list[int]`, `dict[str,any]`, `nullable[union[int,bool]]`. */
export function validatorName(type: FieldType): string {
  switch (type.type) {
    case 'str':
    case 'int':
    case 'float':
    case 'bool':
    case 'none':
    case 'any':
      return type.type;
    case 'list':
      return `list[${type.items === null ? 'any' : validatorName(type.items)}]`;
    case 'dict':
      return type.entries === null
        ? 'dict[any,any]'
        : `dict[${validatorName(type.entries.keys)},${validatorName(type.entries.values)}]`;
    case 'literal':
      return `literal[${type.values.map(pythonRepr).join(',')}]`;
    case 'union':
      return unionName(type.members);
    case 'enum':
      return `enum[${type.name}]`;
    case 'history':
      return 'History';
    default:
      return assertNever(type);
  }
}

function unionName(members: readonly FieldType[]): string {
  const names = members.filter(({ type }) => type !== 'none').map(validatorName);
  const name = names.length === 1 ? names.join() : `union[${names.join(',')}]`;
  return names.length === members.length ? name : `nullable[${name}]`;
}
