/**
 * What each sign of an answer adds to its score. Set by hand to round values; each is worth about a point of accuracy
 * or more.
 */
export const SIGNS = {
  /** Suits the kind of thing asked for (−1 to 1). */
  kind: 3,
  /** Words of the question close by (0 to 1). */
  near: 3,
  /** Words of the question in its sentence, and in the passage about it (0 to 1). */
  sentence: 2,
  /** Words of the question in its passage (0 to 1). */
  passage: 1.5,
  /** Its own words that the question has already (0 to 1): the favourite wrong answer. */
  leak: -3,
  /** It is what one of the passages is about (0 or 1). */
  topic: 0.5,
  /** Further passages that mention it (0 to 2). */
  repeated: 0.4,
  /** Rank of its passage, from 0. */
  rank: -0.05,
  /** Words around the question's focus in the same order around it (0 to 3). */
  slot: 1.2,
} as const;

/** How much a word of the question counts, and how that fades with distance in words. */
export const WORDS = {
  /** Added to a word beside the focus, in shares of a common word. */
  nearFocus: 1.5,
  /** Distance from the focus at which that has faded to about a third. */
  focusReach: 7,
  /** Added to the verb that ends a question such as `where is … headquartered`. */
  predicate: 1,
  /** Distance from a mention at which a word counts half. */
  halfDistance: 5,
  /** Distance at which the topic of a passage stands from all its mentions. */
  topicDistance: 6,
  /** Distance at which a passage's words stand from a mention of its topic. */
  ownDistance: 2,
  /** Share that is left of a word found by way of a name, in another passage. */
  bridge: 0.6,
} as const;

/** How well a mention suits the kind of answer asked for. */
export const FIT = {
  sure: 1,
  likely: 0.8,
  fair: 0.6,
  slight: 0.3,
  none: 0,
  doubtful: -0.3,
  unlikely: -0.6,
  no: -1,
} as const;
