/**
 * What the page of a report holds for its script: every question with all its evidence. Written by `formats/html/page-data-of.ts`,
 * read in the browser. Long texts stand once in `texts`, everything else names them by position: the instructions and demos of a
 * prompt are the same in every call, and a passage is often found twice.
 */
export interface PageData {
  readonly texts: readonly string[];
  /** Labels of the programs, in the order in which they were measured. */
  readonly programs: readonly string[];
  readonly questions: readonly PageQuestion[];
}

export interface PageQuestion {
  readonly id: string;
  readonly question: string;
  readonly expected: string;
  /** What became of it from the first program to the last; empty where there is only one. */
  readonly change: string;
  /** In order of program and sample. */
  readonly results: readonly PageResult[];
}

/** By name, in the report's order. */
export type PageValues = readonly (readonly [name: string, value: string])[];

export interface PageResult {
  /** Position in `programs`. */
  readonly program: number;
  /** `sample 2 of 3`; empty where there is one. */
  readonly sample: string;
  readonly outcome: string;
  /** Decides the colour: a right answer, a wrong one, or none that could be judged. */
  readonly mark: 'right' | 'wrong' | 'failed';
  /** Why it is a miss; empty for a hit. */
  readonly diagnosis: string;
  /** In which form the right content came; empty otherwise. */
  readonly form: string;
  readonly answer: string;
  /** Code and sentence; empty when nothing failed. */
  readonly error: string;
  /** Scores, time, tokens and the like. */
  readonly facts: PageValues;
  /** Null where times are left out. */
  readonly durationMs: number | null;
  readonly tokens: number;
  /** All fields of the prediction. */
  readonly outputs: PageValues;
  readonly passages: readonly PagePassage[];
  readonly calls: readonly PageCall[];
}

export interface PagePassage {
  readonly title: string;
  /** Where it stands in the corpus and how well it matched, in words. */
  readonly note: string;
  /** Position in `texts`. */
  readonly text: number;
}

export interface PageCall {
  readonly title: string;
  /** Finish reason, cache hit and the like, in words. */
  readonly note: string;
  /** The full prompt: role and position in `texts`. */
  readonly messages: readonly (readonly [role: string, text: number])[];
  /** The raw reply's position in `texts`; null when the request itself failed. */
  readonly reply: number | null;
  /** Code and sentence; empty when the reply could be read. */
  readonly error: string;
}
