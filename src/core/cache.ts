import type { Fields } from './fields.ts';

/** A persistent map. Values are what `set` was given; a value that cannot be read back is a miss. */
export interface Cache {
  get(key: string): Promise<Fields | null>;
  set(key: string, value: Fields): Promise<void>;
}
