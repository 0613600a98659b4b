/** English words that nearly every passage holds: in a search they cost time and decide nothing. */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  `a an the this that these those
   i me my we us our you your he him his she her hers it its they them their
   am is are was were be been being do does did done have has had having
   can could will would shall should may might must
   and or but nor if so than then because while
   of in on at by for from to with about into between through during after before
   what which who whom whose when where why how
   not no any all both each some such same only also very just there here as
   s t d ll re ve m`.split(/\s+/),
);
