import type { PythonFloat } from '../python/float.ts';

/** The Python types a signature can name. Anything without an annotation is `str`. */
export type FieldType =
  | { readonly type: 'str' | 'int' | 'float' | 'bool' | 'none' | 'any' }
  /** `items` is null for a bare `list`. */
  | { readonly type: 'list'; readonly items: FieldType | null }
  /** `entries` is null for a bare `dict`. */
  | { readonly type: 'dict'; readonly entries: DictEntries | null }
  | { readonly type: 'literal'; readonly values: readonly LiteralValue[] }
  | { readonly type: 'union'; readonly members: readonly FieldType[] }
  /** A Python `enum.Enum`; a field's value is the member's value. */
  | { readonly type: 'enum'; readonly name: string; readonly members: readonly EnumMember[] }
  /** `dspy.History`, inputs only: earlier turns as `{"messages": [{…the fields of one turn…}, …]}`. */
  | { readonly type: 'history' };

export interface DictEntries {
  readonly keys: FieldType;
  readonly values: FieldType;
}

export type LiteralValue = string | number | PythonFloat | boolean | null;

export interface EnumMember {
  readonly name: string;
  readonly value: string | number;
}

export const STR: FieldType = { type: 'str' };
