import { type Fields, isFields } from '../core/fields.ts';

/** DSPy's path of a Predict that is a whole program. Its entry has no key in the file: it is the file, but for the metadata. */
const BARE_PREDICT = 'self';

/** The top level of a saved program with a bare Predict's entry under its path, like those of all other programs. */
export function underOwnPath(saved: Fields): Fields {
  if (!isFields(saved.signature) || !Object.hasOwn(saved.signature, 'instructions')) return saved;
  const { metadata, ...entry } = saved;
  return metadata === undefined ? { [BARE_PREDICT]: entry } : { [BARE_PREDICT]: entry, metadata };
}

/** The reverse of `underOwnPath`. Source: DSPy 3.0.4, dspy/predict/predict.py, Predict.dump_state. */
export function atTopLevel(values: Fields): Fields {
  const { [BARE_PREDICT]: entry, ...rest } = values;
  return isFields(entry) ? { ...entry, ...rest } : values;
}
