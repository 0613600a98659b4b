import { type Fields, isFields, type JsonValue } from '../core/fields.ts';

/** A text somewhere in the file of a saved program. */
export interface SavedText {
  readonly place: string;
  /** The key it stands under; that of the list for an item of one. */
  readonly key: string;
  readonly text: string;
  /** True for what prompts show: demos and the texts of a signature. */
  readonly isShown: boolean;
}

export interface SavedDemo {
  readonly place: string;
  readonly fields: Fields;
}

/** All texts that are values, in the order of the file. */
export function textsIn(saved: Fields): readonly SavedText[] {
  return walk(saved, { place: '', key: '', isShown: false });
}

/** The demos of all predictors; those of a bare Predict stand at the top of the file. */
export function demosIn(saved: Fields): readonly SavedDemo[] {
  return Object.entries({ '': saved, ...saved }).flatMap(([path, entry]) => {
    const demos = isFields(entry) ? entry.demos : null;
    if (!Array.isArray(demos)) return [];
    return demos
      .map((fields, index) => ({ place: joined(joined(path, 'demos'), String(index)), fields }))
      .filter((demo) => isFields(demo.fields));
  });
}

function walk(value: JsonValue, at: Omit<SavedText, 'text'>): readonly SavedText[] {
  if (typeof value === 'string') return [{ ...at, text: value }];
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => walk(item, { ...at, place: joined(at.place, String(index)) }));
  }
  if (!isFields(value)) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    walk(item, {
      place: joined(at.place, key),
      key,
      isShown: at.isShown || key === 'demos' || key === 'signature',
    }),
  );
}

function joined(place: string, step: string): string {
  return place === '' ? step : `${place}.${step}`;
}
