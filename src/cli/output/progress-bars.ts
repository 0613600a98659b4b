import { Presets, SingleBar } from 'cli-progress';
import type { Stages } from './progress.ts';
import { formatCount } from './progress-lines.ts';
import type { Terminal } from './terminal.ts';

/** One bar at a time, on a terminal; a finished one stays as a line. */
export function barStages(terminal: Terminal, stream: NodeJS.WriteStream): Stages {
  let bar: SingleBar | null = null;
  let done = 0;
  const end = (): void => {
    bar?.stop();
    bar = null;
  };
  return {
    start: ({ stage, total, unit }) => {
      end();
      done = 0;
      const format = total === null ? `${stage}  {value}  {note}` : `${stage}  {bar}  {value}/{total}  {note}`;
      bar = new SingleBar(
        { format, stream, hideCursor: true, barsize: 30, formatValue: (value) => formatCount(value, unit) },
        Presets.shades_classic,
      );
      bar.start(total ?? 0, 0, { note: '' });
    },
    advance: (by, note) => {
      done += by;
      if (bar !== null && done > bar.getTotal()) bar.setTotal(done);
      bar?.increment(by, note === undefined ? {} : { note });
    },
    end,
    interrupt: (line) => {
      // The line takes the bar's place; the bar redraws itself below.
      if (bar !== null) stream.write('\r\u001B[2K');
      terminal.note(line);
    },
  };
}
