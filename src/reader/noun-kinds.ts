/** What sort of thing a question asks for; a `thing` is anything with a name, a `phrase` words that are none. */
export type AnswerKind =
  | 'person'
  | 'place'
  | 'organization'
  | 'work'
  | 'thing'
  | 'nationality'
  | 'date'
  | 'year'
  | 'number'
  | 'phrase';

const NOUNS: readonly (readonly [AnswerKind, string])[] = [
  [
    'person',
    'person man woman boy girl guy people actor actress singer songwriter singer-songwriter musician composer director ' +
      'producer screenwriter writer author novelist poet playwright journalist artist painter sculptor architect designer ' +
      'photographer filmmaker rapper guitarist drummer bassist vocalist pianist performer comedian model dancer player ' +
      'footballer cricketer golfer boxer wrestler swimmer athlete driver racer coach manager quarterback pitcher politician ' +
      'president governor senator mayor minister king queen prince princess duke emperor monarch ruler leader general admiral ' +
      'commander captain officer scientist physicist chemist mathematician philosopher economist engineer inventor ' +
      'businessman businesswoman entrepreneur executive founder co-founder creator owner chairman ceo lawyer attorney judge ' +
      'professor teacher historian explorer astronaut pilot aviator host presenter star personality celebrity character father ' +
      'mother son daughter brother sister husband wife spouse parent child sibling cousin uncle friend partner member winner ' +
      'killer criminal saint pope bishop god hero lyricist conductor lead villain murderer gangster nobleman surname namesake ' +
      'godfather magician surfer hitman skater researcher cinematographer anthropologist individual narrator keeper sailor ' +
      'builder botanist geologist shipwright merchant secretary agent student',
  ],
  [
    'place',
    'place location city town village suburb neighborhood neighbourhood borough district county state province region country ' +
      'nation island continent area territory capital birthplace hometown municipality community coast ocean sea river lake ' +
      'mountain valley peninsula park street road highway airport building hotel stadium arena venue castle palace ' +
      'museum cemetery site headquarters prefecture parish hamlet seat planet desert forest bay campus bridge tower mall ' +
      'hall landmark port harbour harbor',
  ],
  [
    'organization',
    'company organization organisation corporation firm business group band team club university college school institution ' +
      'institute label studio network channel broadcaster station newspaper publisher party church agency association league conference ' +
      'committee union airline retailer bank brand manufacturer distributor developer foundation charity army force duo trio ' +
      'orchestra act employer chain subsidiary government franchise denomination tribe family dynasty empire',
  ],
  [
    'work',
    'film movie documentary series show sitcom program programme episode album song single track soundtrack book novel novella ' +
      'story play musical opera poem magazine journal comic manga anime game videogame painting work piece publication ballet ' +
      'symphony drama comedy thriller western sequel soap cartoon fanzine podcast adaptation',
  ],
  ['nationality', 'nationality ethnicity citizenship'],
  ['date', 'date day birthday birthdate timeframe time period decade era century month'],
  ['year', 'year'],
  [
    'number',
    'number amount population percentage percent height length size capacity age distance total elevation depth weight score ' +
      'seating inhabitants cost price quantity wingspan width diameter speed altitude volume temperature',
  ],
  [
    'phrase',
    'type kind sort genre style profession occupation job trade position role title rank sport instrument color colour language ' +
      'religion faith material award honor honour medal field industry subject degree cause reason theme discipline species ' +
      'meaning status activity form class term word category product food drink disease condition technique method feature ' +
      'substance nickname connection purpose topic distinction format',
  ],
];

const KIND_OF_NOUN: ReadonlyMap<string, AnswerKind> = new Map(
  NOUNS.flatMap(([kind, nouns]) => nouns.split(' ').map((noun) => [noun, kind] as const)),
);

/** The kind a noun stands for, singular or plural, alone or behind a hyphen; null for a noun outside the table. */
export function kindOfNoun(lower: string): AnswerKind | null {
  const spellings = [lower, lower.replace(/s$/, ''), lower.replace(/es$/, ''), lower.replace(/ies$/, 'y')];
  for (const noun of spellings) {
    const kind = KIND_OF_NOUN.get(noun);
    if (kind !== undefined) return kind;
  }
  const last = /[-–](\p{L}+)$/u.exec(lower)?.[1];
  return last === undefined ? null : kindOfNoun(last);
}
