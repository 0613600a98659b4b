/** The Python types a signature can name. Anything without an annotation is `str`. */
export type FieldType =
  | { readonly type: 'str' | 'int' | 'float' | 'bool' | 'none' | 'any' }
  | { readonly type: 'list'; readonly items: FieldType }
  | { readonly type: 'dict'; readonly keys: FieldType; readonly values: FieldType }
  | { readonly type: 'literal'; readonly values: readonly (string | number | boolean | null)[] }
  | { readonly type: 'union'; readonly members: readonly FieldType[] };
