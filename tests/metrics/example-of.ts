import type { Example } from '../../src/core/example.ts';
import type { Fields } from '../../src/core/fields.ts';

/** An example with the given columns; the question, when there is one, goes in. */
export function exampleOf(fields: Fields): Example {
  return { id: 'row-1', fields, inputKeys: ['question'] };
}
