import { Chalk, type ChalkInstance } from 'chalk';

/** Where output goes and what it may look like. Results go to `print`, everything else to `note`. */
export interface Terminal {
  print(text: string): void;
  note(text: string): void;
  /** For bars, which draw over themselves; null where standard error is no terminal and gets plain lines. */
  readonly barStream: NodeJS.WriteStream | null;
  readonly noteStyle: ChalkInstance;
  readonly printStyle: ChalkInstance;
}

export interface TerminalStreams {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Colour on terminals only, never with NO_COLOR or TERM=dumb; FORCE_COLOR turns it on anywhere. */
export function terminal({ stdout, stderr, environment }: TerminalStreams): Terminal {
  const style = (stream: NodeJS.WriteStream) => new Chalk({ level: colorLevel(stream, environment) });
  const canDraw = stderr.isTTY === true && environment.TERM !== 'dumb';
  return {
    print: (text) => void stdout.write(`${text}\n`),
    note: (text) => void stderr.write(`${text}\n`),
    barStream: canDraw ? stderr : null,
    noteStyle: style(stderr),
    printStyle: style(stdout),
  };
}

function colorLevel(stream: NodeJS.WriteStream, environment: TerminalStreams['environment']): 0 | 1 {
  const { NO_COLOR: none, FORCE_COLOR: forced, TERM: term } = environment;
  if (none !== undefined && none !== '') return 0;
  if (forced !== undefined && forced !== '' && forced !== '0' && forced !== 'false') return 1;
  return stream.isTTY === true && term !== 'dumb' ? 1 : 0;
}
