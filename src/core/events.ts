/** What is going on, for whoever watches. Logic reports facts; only `cli/output` turns them into text. */
export type ProgressEvent =
  | {
      readonly type: 'stage-start';
      readonly stage: string;
      readonly total: number | null;
      /** What `total` and `by` count; things to do one by one when left out. */
      readonly unit?: 'bytes';
    }
  | { readonly type: 'stage-advance'; readonly stage: string; readonly by: number; readonly note?: string }
  | { readonly type: 'stage-end'; readonly stage: string }
  | {
      readonly type: 'attempt-end';
      readonly exampleId: string;
      readonly index: number;
      readonly round: number;
      readonly outcome: 'accepted' | 'rejected' | 'failed';
      readonly error: string | null;
    }
  | { readonly type: 'candidate-end'; readonly seed: number; readonly score: number }
  | {
      readonly type: 'retry';
      readonly what: string;
      readonly attempt: number;
      readonly waitMs: number;
      readonly reason: string;
    }
  /** A warning, or with `level: 'info'` a fact worth a line. */
  | { readonly type: 'notice'; readonly code: string; readonly message: string; readonly level?: 'info' };

export type Report = (event: ProgressEvent) => void;

export const silent: Report = () => {};
