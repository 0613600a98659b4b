const FUNCTION_WORDS: ReadonlySet<string> = new Set(
  [
    'a an the and or but nor so yet if than then as of in on at to for by with from into onto over under about after',
    'before between among against during through per via within without despite upon throughout toward towards including',
    'like unlike besides is are was were be been being am do does did done has have had having can could may might must',
    'shall should will would what which who whom whose when where why how that this these those there here it its he him',
    'his she her hers they them their theirs we us our you your i me my one ones also not no only very both same other',
    'another such each any some all more most many much several own while until since because although though however',
    "named name called 's ’s et etc",
  ].flatMap((line) => line.split(' ')),
);

/** True for the words that hold a sentence together and say nothing about its subject. */
export function isFunctionWord(lower: string): boolean {
  return FUNCTION_WORDS.has(lower);
}
