import { join, resolve } from 'node:path';
import { Argument, type Command } from 'commander';
import { printable } from '../../text/printable.ts';
import type { CommandContext, Invocation } from '../command.ts';
import { AREAS } from '../conformance/areas.ts';
import { type AreaResult, runAreas, vectorFolder } from '../conformance/run-areas.ts';
import { columns } from '../output/columns.ts';
import { packageRoot } from '../package-root.ts';

export function configure(command: Command): void {
  const names = AREAS.map(({ name }) => name);
  command.addArgument(new Argument('[area...]', 'what to check; everything when left out').choices(names));
  command.option('--vectors <folder>', 'recordings from another folder than the one that ships with this package');
  command.addHelpText(
    'after',
    `\nAreas:\n${columns(AREAS.map(({ name, description }) => [`  ${name}`, description]))}`,
  );
}

/** Checks this installation against what Python DSPy was recorded to do: `conformance/README.md`. Fails on any difference. */
export async function run({ arguments: named, options }: Invocation, context: CommandContext): Promise<void> {
  const areas = AREAS.filter(({ name }) => named.length === 0 || named.includes(name));
  const folder =
    typeof options.vectors === 'string'
      ? resolve(context.cwd, options.vectors)
      : join(packageRoot(), 'conformance', 'vectors');
  const results = await runAreas(areas, vectorFolder(folder), context.report);
  const sum = (count: (result: AreaResult) => number) => results.reduce((total, result) => total + count(result), 0);
  const [cases, equal] = [sum((result) => result.cases), sum((result) => result.equal)];
  context.emit({
    data: { cases, equal, areas: results },
    text: [...results.map(resultText), `${equal} of ${cases} cases are as recorded from Python`].join('\n'),
    exitCode: equal === cases ? 0 : 1,
  });
}

const MOST_SHOWN = 3;
const MOST_CHARACTERS = 300;

function resultText({ area, cases, equal, differences }: AreaResult): string {
  const line = `${area.padEnd(AREA_WIDTH)}  ${String(equal).padStart(4)} of ${cases}`;
  const shown = differences
    .slice(0, MOST_SHOWN)
    .flatMap(({ name, expected, found }) => [
      `  ${shortened(name)}`,
      `    expected  ${shortened(expected)}`,
      `    found     ${shortened(found)}`,
    ]);
  const more = differences.length - MOST_SHOWN;
  return [line, ...shown, ...(more > 0 ? [`  and ${more} more`] : [])].join('\n');
}

const AREA_WIDTH = Math.max(...AREAS.map(({ name }) => name.length));

function shortened(value: unknown): string {
  const text = printable(typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing')).replaceAll(
    '\n',
    '⏎',
  );
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}
