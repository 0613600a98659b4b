import type { FieldType } from './field-type.ts';

export interface Field {
  readonly name: string;
  readonly role: 'input' | 'output';
  readonly type: FieldType;
  /** Saved with the program ("Answer:"); chat prompts do not show it. */
  readonly prefix: string;
  /** `${name}` when nothing was said; such a description is not shown in prompts. */
  readonly description: string;
  /**
   * What a prompt says after "Constraints:"; told to the model, never checked, never saved. Null when there are none.
   */
  readonly constraints: string | null;
}

/** What one model call is asked to do. Fields: all inputs, then all outputs, each in declaration order. */
export interface Signature {
  readonly instructions: string;
  readonly fields: readonly Field[];
}

export function inputFields(signature: Signature): readonly Field[] {
  return signature.fields.filter((field) => field.role === 'input');
}

export function outputFields(signature: Signature): readonly Field[] {
  return signature.fields.filter((field) => field.role === 'output');
}

/** What a field says of itself when its author says nothing. */
export function defaultDescription(name: string): string {
  return `\${${name}}`;
}

/**
 * True when both ask the model for the same thing: instructions, field names, roles, descriptions and constraints.
 * Prefixes do not count, though DSPy 3.0.4, SignatureMeta.equals, compares them: they never reach a chat prompt, and
 * DSPy 3.2 changed the one of `reasoning`.
 */
export function sameSignature(left: Signature, right: Signature): boolean {
  return left.instructions === right.instructions && fieldKeys(left).join('\n') === fieldKeys(right).join('\n');
}

function fieldKeys({ fields }: Signature): readonly string[] {
  return fields
    .map(({ name, role, description, constraints }) => JSON.stringify([name, role, description, constraints]))
    .sort();
}
