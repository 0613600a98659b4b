import type { Adapter } from '../core/adapter.ts';
import type { Fields } from '../core/fields.ts';
import type { Message } from '../core/language-model.ts';
import { type Program, type ProgramState, stateOf } from '../core/program.ts';
import type { Field } from '../core/signature.ts';
import { typeName } from '../core/type-name.ts';
import { estimatedTokens } from '../text/estimated-tokens.ts';

/** Of text as the model receives it. */
export interface Size {
  /** Code points. */
  readonly characters: number;
  readonly estimatedTokens: number;
}

export interface DemoDescription {
  readonly kind: 'bootstrapped' | 'labeled';
  readonly fields: Fields;
  /** Of its two messages; both 0 for a demo without any input or any output of the signature, which prompts leave out. */
  readonly size: Size;
}

export interface PredictorDescription {
  readonly name: string;
  readonly instructions: string;
  readonly fields: readonly FieldDescription[];
  readonly demos: readonly DemoDescription[];
  readonly sizes: { readonly system: Size; readonly demos: Size; readonly request: Size; readonly total: Size };
}

export interface FieldDescription extends Pick<Field, 'name' | 'role' | 'prefix' | 'description'> {
  /** As Python writes it: `list[str]`. */
  readonly type: string;
}

/** What there is to know of each predictor, and how long its prompt is before any input is put in. Nothing is asked of a model. */
export function describeProgram(
  program: Program,
  state: ProgramState,
  adapter: Adapter,
): readonly PredictorDescription[] {
  return Object.keys(program.predictors).map((name) => {
    const { signature, demos } = stateOf(state, name);
    const shown = (some: readonly Fields[]) => adapter.format(signature, some, {}).messages;
    return {
      name,
      instructions: signature.instructions,
      fields: signature.fields.map(({ type, name: field, role, prefix, description }) => ({
        name: field,
        role,
        type: typeName(type),
        prefix,
        description,
      })),
      demos: demos.map((demo) => ({
        kind: demo.augmented === true ? 'bootstrapped' : 'labeled',
        fields: demo,
        size: sizeOf(shown([demo]).slice(1, -1)),
      })),
      sizes: sizesOf(shown(demos)),
    };
  });
}

function sizesOf(messages: readonly Message[]): PredictorDescription['sizes'] {
  return {
    system: sizeOf(messages.slice(0, 1)),
    demos: sizeOf(messages.slice(1, -1)),
    request: sizeOf(messages.slice(-1)),
    total: sizeOf(messages),
  };
}

/** The size of the messages' texts, without what a server puts around them. */
export function sizeOf(messages: readonly Message[]): Size {
  const text = messages.map(({ content }) => content).join('');
  return { characters: Array.from(text).length, estimatedTokens: estimatedTokens(text) };
}
