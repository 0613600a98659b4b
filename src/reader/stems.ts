const IRREGULAR: Readonly<Record<string, string>> = {
  birth: 'born birthplace birthday birthdate',
  death: 'died dies dead die deceased',
  writ: 'wrote written write writes',
  sing: 'sang sung sings song songs',
  win: 'won wins winner winners winning',
  film: 'film films movie movies',
  hold: 'held',
  mak: 'made',
  begin: 'began begun',
  lead: 'led',
  los: 'lost',
  teach: 'taught',
  build: 'built',
  televis: 'tv',
  child: 'children',
  man: 'men',
  woman: 'women',
  know: 'known knew',
  show: 'shown',
  draw: 'drew drawn',
  grow: 'grew grown',
  sell: 'sold',
  buy: 'bought',
  fight: 'fought',
  choos: 'chose chosen',
  speak: 'spoke spoken',
  produc: 'production productions',
};

const STEM_OF: ReadonlyMap<string, string> = new Map(
  Object.entries(IRREGULAR).flatMap(([stem, words]) => words.split(' ').map((word) => [word, stem] as const)),
);

const SUFFIX =
  /(?:ations?|ators?|ating|ated|ates?|ings?|ions?|resse?s?|ers?|ors?|ists?|ments?|ied|ies|ed|es|ly|s|e|y)$/;
const SHORTEST = 3;

/**
 * One form for the inflections of a word: `directed`, `director` and `directs` give `direct`. Rough on purpose: no stem
 * is ever shown.
 */
export function stemOf(lower: string): string {
  const irregular = STEM_OF.get(lower);
  if (irregular !== undefined) return irregular;
  if (lower.length <= SHORTEST) return lower;
  const bare = lower.replace(SUFFIX, '');
  if (bare.length < SHORTEST) return lower;
  return bare.replace(/([bdfgklmnprt])\1$/, '$1').replace(/[ei]$/, '');
}
