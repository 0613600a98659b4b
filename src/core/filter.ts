/** What a filter compares a payload's values with. */
export type FilterValue = string | number | boolean;

/**
 * What must be said of a field. A field that holds a list fits when one of its values does; a field that is absent or null fits
 * nothing, and so is never ruled out by `none-of`. Numbers compare by value (1 and 1.0 are equal), texts letter by letter. `values` holds at least
 * one.
 */
export type FilterTest =
  | { readonly type: 'any-of'; readonly values: readonly FilterValue[] }
  | { readonly type: 'none-of'; readonly values: readonly FilterValue[] }
  | { readonly type: 'range'; readonly bounds: RangeBounds };

/** Numbers only; every bound given must hold. */
export interface RangeBounds {
  readonly gt?: number | undefined;
  readonly gte?: number | undefined;
  readonly lt?: number | undefined;
  readonly lte?: number | undefined;
}

export interface FilterCondition {
  /** Names from the payload inwards: `['source', 'language']`. */
  readonly path: readonly string[];
  readonly test: FilterTest;
}

/** Conditions on a payload, all of which must hold; an empty list rules nothing out. */
export type Filter = readonly FilterCondition[];
