import type { Stages } from './progress.ts';
import type { Terminal } from './terminal.ts';

/** A log is no place for a line per item: at most one in this time, and one when the stage ends. */
const LINE_EVERY_MS = 5_000;

/** Plain lines, for logs and pipes. */
export function lineStages(terminal: Terminal, clock: () => number): Stages {
  let stage: Stage | null = null;
  const say = (ending: string): void => {
    if (stage !== null) terminal.note(`${stage.name}  ${countOf(stage)}${ending}`);
  };
  return {
    start: ({ stage: name, total, unit }) => {
      stage = { name, total, unit, done: 0, startedAt: clock(), saidAt: clock() };
    },
    advance: (by, note) => {
      if (stage === null) return;
      stage.done += by;
      if (clock() - stage.saidAt < LINE_EVERY_MS) return;
      stage.saidAt = clock();
      say(note === undefined ? '' : `  ${note}`);
    },
    end: () => {
      if (stage === null) return;
      say(`  ${((clock() - stage.startedAt) / 1000).toFixed(1)} s`);
      stage = null;
    },
    interrupt: (line) => terminal.note(line),
  };
}

/** `12`, or `3.4 MB`. */
export function formatCount(value: number, unit: 'bytes' | undefined): string {
  return unit === 'bytes' ? `${(value / 1e6).toFixed(1)} MB` : String(value);
}

interface Stage {
  readonly name: string;
  readonly total: number | null;
  readonly unit: 'bytes' | undefined;
  readonly startedAt: number;
  saidAt: number;
  done: number;
}

function countOf({ done, total, unit }: Stage): string {
  const count = formatCount(done, unit);
  return total === null ? count : `${count}/${formatCount(total, unit)}`;
}
