import type { FieldType } from '../core/field-type.ts';
import type { JsonValue } from '../core/fields.ts';
import { PythonFloat } from '../python/float.ts';
import { pythonRepr } from '../python/repr.ts';
import { isList } from '../python/value.ts';
import type { Refusal } from './checked.ts';
import { validatorName } from './validator-name.ts';

/** Python lists every one; a hostile reply can hold a million. */
const MOST_LISTED = 100;

/** The text of pydantic's ValidationError (2.14), to the byte. Refusals beyond the hundredth are counted, not listed. */
export function refusalText(type: FieldType, refusals: readonly Refusal[]): string {
  const count = refusals.length === 1 ? '1 validation error' : `${refusals.length} validation errors`;
  return [`${count} for ${validatorName(type)}`, ...refusals.slice(0, MOST_LISTED).map(refusalLines)].join('\n');
}

function refusalLines({ path, code, message, input }: Refusal): string {
  const place = path.length === 0 ? '' : `${path.join('.')}\n`;
  const facts = `type=${code}, input_value=${shortened(pythonRepr(input))}, input_type=${pythonTypeName(input)}`;
  return `${place}  ${message} [${facts}]\n    For further information visit https://errors.pydantic.dev/2.14/v/${code}`;
}

/** Beyond 50 bytes of UTF-8 the first 25 and the last 24 stay, as many whole characters as they hold. */
export function shortened(text: string): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= 50) return text;
  let end = 25;
  while (isInsideCharacter(bytes[end])) end -= 1;
  let start = bytes.length - 24;
  while (isInsideCharacter(bytes[start])) start += 1;
  return `${bytes.subarray(0, end).toString()}...${bytes.subarray(start).toString()}`;
}

function isInsideCharacter(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x80 && byte < 0xc0;
}

function pythonTypeName(value: JsonValue): string {
  if (value === null) return 'NoneType';
  if (typeof value === 'string') return 'str';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'bigint') return 'int';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
  if (value instanceof PythonFloat) return 'float';
  return isList(value) ? 'list' : 'dict';
}
