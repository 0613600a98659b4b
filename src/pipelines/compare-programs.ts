import { sameRecord } from '../core/example.ts';
import type { DemoDescription, FieldDescription, PredictorDescription, Size } from './describe-program.ts';

export interface Change<T> {
  readonly before: T;
  readonly after: T;
}

export interface PredictorChange {
  readonly name: string;
  /** Null when they are the same. */
  readonly instructions: Change<string> | null;
  /** Fields whose prefix or description differs. */
  readonly fields: readonly Change<FieldDescription>[];
  readonly demos: {
    readonly added: readonly DemoDescription[];
    readonly removed: readonly DemoDescription[];
    readonly kept: number;
    /** True when the kept ones are in another order. */
    readonly reordered: boolean;
  };
  /** Of the whole prompt before any input is put in. */
  readonly size: Change<Size>;
}

/** What differs between two states of one program, predictor by predictor. */
export function comparePrograms(
  before: readonly PredictorDescription[],
  after: readonly PredictorDescription[],
): readonly PredictorChange[] {
  return before.flatMap((one) => {
    const other = after.find(({ name }) => name === one.name);
    return other === undefined ? [] : [comparePredictors(one, other)];
  });
}

/** True when the two states send the same prompts and would be saved alike. */
export function isUnchanged({ instructions, fields, demos }: PredictorChange): boolean {
  const { added, removed, reordered } = demos;
  return instructions === null && fields.length + added.length + removed.length === 0 && !reordered;
}

function comparePredictors(before: PredictorDescription, after: PredictorDescription): PredictorChange {
  return {
    name: before.name,
    instructions: change(before.instructions, after.instructions),
    fields: before.fields.flatMap((field, index) => {
      const other = after.fields[index] ?? field;
      const isSame = field.prefix === other.prefix && field.description === other.description;
      return isSame ? [] : [{ before: field, after: other }];
    }),
    demos: compareDemos(before.demos, after.demos),
    size: { before: before.sizes.total, after: after.sizes.total },
  };
}

function change(before: string, after: string): Change<string> | null {
  return before === after ? null : { before, after };
}

/** Each demo is paired with the first equal one that is still free, so that twins count as often as they occur. */
function compareDemos(before: readonly DemoDescription[], after: readonly DemoDescription[]): PredictorChange['demos'] {
  const free = [...before.keys()];
  const added: DemoDescription[] = [];
  const kept: number[] = [];
  for (const demo of after) {
    const position = free.findIndex((index) => sameRecord(before[index]?.fields ?? {}, demo.fields));
    if (position === -1) added.push(demo);
    else kept.push(...free.splice(position, 1));
  }
  return {
    added,
    removed: free.flatMap((index) => before[index] ?? []),
    kept: kept.length,
    reordered: kept.some((index, position) => index < (kept[position - 1] ?? 0)),
  };
}
